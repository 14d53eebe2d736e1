import { definedFields } from '../../conversation/fields.js';
import type { IntakeErrors, IntakeFields } from '../../conversation/intake.js';
import { OPERATIONS } from '../../s3/index.js';
import { fit, TEAMS_LIMITS, wholeCharacters } from '../limits.js';
import { cardOf, type Json, note, problem } from './elements.js';
import { readable } from './plain.js';

/** The `action` of the intake's submit button. */
export const INTAKE_SUBMIT = 'intake';

export interface IntakeForm {
  /** What is known already, or was typed before it turned out wrong. */
  readonly fields: IntakeFields;
  readonly mayAudit: boolean;
  /** The investigation whose details are edited; left out: a new one. */
  readonly edits?: string;
  readonly errors?: IntakeErrors;
  /** The answer goes to the person's own chat with the bot. */
  readonly privately?: boolean;
  /** The principal that was filled in for them: an error text that names another counts more. */
  readonly suggested?: string;
  /** Names this showing of the form: what is sent from it counts once. */
  readonly shown?: string;
}

const NETWORKS = {
  internet: 'Over the internet',
  vpc_endpoint: 'Through a VPC endpoint',
  unsure: 'Not sure',
} as const;

/** The intake form as a dialog's card. Its input ids are outward. */
export function renderIntakeForm(form: IntakeForm): Json {
  const { fields, mayAudit, edits, errors = {}, privately, suggested, shown } = form;
  const input = (id: keyof IntakeErrors, element: Json): readonly Json[] => [
    { id, ...element },
    ...problem(errors[id]),
  ];
  const submit = {
    type: 'Action.Submit',
    title: edits === undefined ? 'Find out why' : 'Save',
    style: 'positive',
    data: {
      action: INTAKE_SUBMIT,
      ...(privately === true ? { privately } : {}),
      ...definedFields({ edits, suggested, shown }),
    },
  };
  return cardOf(
    [
      ...input('error_text', {
        ...textInput('Error text', fields.error_text, 'The whole message that S3 answered with', 'inputText'),
        isMultiline: true,
      }),
      ...input('resource', textInput('What you wanted to reach', fields.resource, RESOURCE)),
      ...input('principal', textInput('Who was denied', fields.principal, PRINCIPAL)),
      ...input('operation', operationInput(fields.operation)),
      ...input(
        'network',
        choiceInput('Which way the request went', fields.network, Object.entries(NETWORKS)),
      ),
      ...(mayAudit ? [auditInput(fields.audit ?? true)] : []),
      ...(privately === true ? note(['The answer comes in your own chat with me.']) : []),
    ],
    { actions: [submit] },
  );
}

const RESOURCE = 's3://amzn-s3-demo-bucket/reports/2026.csv, an ARN, a URL or a bucket name';
const PRINCIPAL = 'A user, role or assumed-role ARN, a 12-digit account id, or anonymous';

function textInput(
  label: string,
  value: string | undefined,
  placeholder: string,
  limit: 'inputLine' | 'inputText' = 'inputLine',
): Json {
  const maxLength = TEAMS_LIMITS[limit];
  const filled = value === undefined ? {} : { value: wholeCharacters(readable(value).slice(0, maxLength)) };
  return { type: 'Input.Text', label, placeholder, maxLength, ...filled };
}

function choiceInput(
  label: string,
  value: string | undefined,
  choices: readonly (readonly [string, string])[],
): Json {
  return {
    type: 'Input.ChoiceSet',
    label,
    placeholder: 'Not sure? Leave it open',
    choices: choices.map(([id, title]) => ({ value: id, title })),
    ...(value === undefined ? {} : { value }),
  };
}

/** https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search: `filtered` lets one type. */
function operationInput(given: string | undefined): Json {
  const names = OPERATIONS.map(({ name }) => name);
  const value = fit('optionTitle', readable(given ?? '')) || undefined;
  const all = value === undefined || names.includes(value) ? names : [value, ...names];
  const choices = all.map((name) => [name, name] as const);
  return { ...choiceInput('Operation', value, choices), style: 'filtered' };
}

function auditInput(checked: boolean): Json {
  return {
    type: 'Input.Toggle',
    id: 'audit',
    title: 'Read the real settings through the read-only audit role',
    label: 'Look it up in AWS',
    value: String(checked),
  };
}
