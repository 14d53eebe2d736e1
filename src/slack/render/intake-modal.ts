import type { types } from '@slack/bolt';
import type { IntakeFields } from '../../conversation/intake.js';
import { AUDIT_OPTION, INTAKE_CALLBACK, INTAKE_INPUT } from '../ids.js';
import { fit, SLACK_LIMITS } from '../limits.js';
import { type Origin, writeOrigin } from '../origin.js';
import { contextOf } from './blocks.js';
import { plainText } from './mrkdwn.js';
import { NETWORK_OPTIONS, operationGroups } from './intake-options.js';

export interface IntakeModal {
  /** What is known already. */
  readonly fields: IntakeFields;
  readonly origin: Origin;
  /** Whether the audit is offered to this person. */
  readonly mayAudit: boolean;
}

/** The intake form. Its block ids, action ids and callback id are outward. */
export function renderIntakeModal({ fields, origin, mayAudit }: IntakeModal): types.ModalView {
  return {
    type: 'modal',
    callback_id: INTAKE_CALLBACK,
    private_metadata: writeOrigin(origin),
    title: viewText('S3 access denied'),
    submit: viewText(origin.edits === undefined ? 'Find out why' : 'Save'),
    close: viewText('Cancel'),
    blocks: [
      textInput('error_text', fields.error_text, {
        label: 'Error text',
        hint: 'The whole message, with the line that names the action and the policy. Needed, unless you tell what you wanted to reach.',
        multiline: true,
      }),
      textInput('resource', fields.resource, {
        label: 'What you wanted to reach',
        placeholder: 's3://amzn-s3-demo-bucket/reports/2026.csv',
        hint: 'An s3:// address, an ARN, a URL or a bucket name.',
      }),
      textInput('principal', fields.principal, {
        label: 'Who was denied',
        placeholder: 'arn:aws:iam::111122223333:role/Example',
        hint: 'A user, role or assumed-role ARN, a 12-digit account id, or “anonymous”.',
      }),
      operationSelect(fields.operation),
      networkSelect(fields.network),
      ...(mayAudit ? [auditCheckbox(fields.audit ?? true)] : []),
      ...(origin.channel === undefined && origin.edits === undefined
        ? contextOf('The answer comes as a direct message.')
        : []),
    ],
  };
}

interface TextInput {
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly multiline?: boolean;
}

function textInput(blockId: string, value: string | undefined, input: TextInput): types.InputBlock {
  const initial = value === undefined || value === '' ? {} : { initial_value: fit('inputText', value) };
  return {
    type: 'input',
    block_id: blockId,
    optional: true,
    label: text(input.label),
    ...(input.hint === undefined ? {} : { hint: text(input.hint) }),
    element: {
      type: 'plain_text_input',
      action_id: INTAKE_INPUT,
      multiline: input.multiline ?? false,
      max_length: SLACK_LIMITS.inputText,
      ...(input.placeholder === undefined ? {} : { placeholder: text(input.placeholder) }),
      ...initial,
    },
  };
}

function operationSelect(chosen: string | undefined): types.InputBlock {
  const groups = operationGroups(chosen);
  const initial = groups.flatMap((group) => group.options).find((option) => option.value === chosen);
  return {
    type: 'input',
    block_id: 'operation',
    optional: true,
    label: text('Operation'),
    hint: text('What the request was. Leave it open if the error text says it.'),
    element: {
      type: 'static_select',
      action_id: INTAKE_INPUT,
      placeholder: text('For example GetObject'),
      option_groups: groups,
      ...(initial === undefined ? {} : { initial_option: initial }),
    },
  };
}

function networkSelect(chosen: string | undefined): types.InputBlock {
  const initial = NETWORK_OPTIONS.find((option) => option.value === chosen);
  return {
    type: 'input',
    block_id: 'network',
    optional: true,
    label: text('Which way the request went'),
    element: {
      type: 'static_select',
      action_id: INTAKE_INPUT,
      placeholder: text('Not sure? Leave it open'),
      options: [...NETWORK_OPTIONS],
      ...(initial === undefined ? {} : { initial_option: initial }),
    },
  };
}

function auditCheckbox(checked: boolean): types.InputBlock {
  const option = {
    value: AUDIT_OPTION,
    text: text('Read the real settings'),
    description: text('Bucket, key and identity policies, through the read-only audit role'),
  };
  return {
    type: 'input',
    block_id: 'audit',
    optional: true,
    label: text('Look it up in AWS'),
    element: {
      type: 'checkboxes',
      action_id: INTAKE_INPUT,
      options: [option],
      ...(checked ? { initial_options: [option] } : {}),
    },
  };
}

function text(content: string): types.PlainTextElement {
  return { type: 'plain_text', emoji: false, text: plainText(content) };
}

function viewText(content: string): types.PlainTextElement {
  return text(fit('viewTitle', content));
}
