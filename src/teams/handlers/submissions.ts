import { z } from 'zod';
import type { Rich } from '../../card/card.js';
import { definedFields } from '../../conversation/fields.js';
import { readIntake } from '../../conversation/index.js';
import { type IntakeErrors, type IntakeFields, withoutSuggestion } from '../../conversation/intake.js';
import { mayAudit, type Taken, type TeamsContext, takenFrom } from '../context.js';
import { type Incoming, ownChat } from '../incoming.js';
import { answerDialog, closeDialog, type InvokeAnswer } from '../invoke.js';
import { TEAMS_LIMITS } from '../limits.js';
import { plainText } from '../render/elements.js';
import { INTAKE_SUBMIT, renderIntakeForm } from '../render/intake-form.js';
import { eventOn } from '../showing.js';
import { dialog, filledOnly, INPUTS } from './dialogs.js';
import { keepNote, readNote, submitNote } from './notes.js';

const submitSchema = z.object({
  data: z.object({
    ...INPUTS,
    action: z.literal(INTAKE_SUBMIT),
    audit: z.string().optional(),
    edits: z.string().max(128).optional(),
    privately: z.boolean().optional(),
    suggested: z.string().max(TEAMS_LIMITS.inputLine).optional(),
    shown: z.string().max(64).optional(),
  }),
});
type Submitted = z.infer<typeof submitSchema>['data'];

const OLD_FORM: Rich = ['This form is from an older version of me. Please open it again.'];

/** The form was sent: what is wrong stands at its inputs with nothing lost, else an investigation starts or changes. */
export async function submitForm(context: TeamsContext, incoming: Incoming): Promise<InvokeAnswer> {
  const noted = readNote(incoming.value);
  if (noted !== undefined) return submitNote(context, incoming, noted);
  const submitted = readSubmitted(incoming.value);
  if (submitted === undefined) return closeDialog(plainText(OLD_FORM));
  const offered = await mayAudit(context, incoming.actor);
  const { suggested, audit } = submitted;
  const fields = { ...fieldsIn(submitted), audit: audit === 'true' && offered };
  const intake = readIntake(suggested === undefined ? fields : withoutSuggestion(fields, suggested));
  if (intake.outcome !== 'ok') return keepOpen(submitted, fields, offered, intake.errors);
  return dialog(
    context,
    incoming,
    'view:intake',
    () => take(context, incoming, submitted, intake.details),
    (line) => keepForm(incoming.value, line),
  );
}

/** The form as it was sent, with a line on why it has to be sent again. */
export function keepForm(value: unknown, problem: string): InvokeAnswer {
  const noted = readNote(value);
  if (noted !== undefined) return keepNote(noted, problem);
  const submitted = readSubmitted(value);
  if (submitted === undefined) return closeDialog(problem);
  const { audit } = submitted;
  const fields = { ...fieldsIn(submitted), audit: audit === 'true' };
  return keepOpen(submitted, fields, audit !== undefined, { error_text: problem });
}

function readSubmitted(value: unknown): Submitted | undefined {
  return submitSchema.safeParse(value).data?.data;
}

function fieldsIn({ error_text, resource, principal, operation, network }: Submitted): IntakeFields {
  return filledOnly({ error_text, resource, principal, operation, network });
}

function keepOpen(
  { edits, privately = false, suggested, shown }: Submitted,
  fields: IntakeFields,
  offered: boolean,
  errors: IntakeErrors,
): InvokeAnswer {
  const form = { fields, errors, mayAudit: offered, privately };
  return answerDialog(renderIntakeForm({ ...form, ...definedFields({ edits, suggested, shown }) }));
}

async function take(
  { service }: TeamsContext,
  incoming: Incoming,
  { edits, privately, shown }: Submitted,
  details: Extract<ReturnType<typeof readIntake>, { outcome: 'ok' }>['details'],
): Promise<Taken> {
  const { actor } = incoming;
  const eventId = eventOn(incoming, shown);
  if (edits !== undefined)
    return takenFrom(await service.handle(edits, eventId, actor, { kind: 'details.edited', details }));
  const place = privately === true ? ownChat(incoming) : incoming.place;
  const taken = takenFrom(await service.start({ eventId, actor, place, details }));
  // Where the message is, nothing changes: without a line it would look as if nothing had happened.
  return privately === true && taken.say === undefined ? { ...taken, say: ELSEWHERE } : taken;
}

const ELSEWHERE: Rich = ['I answer in your own chat with me.'];
