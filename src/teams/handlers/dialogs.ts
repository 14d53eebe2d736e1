import { z } from 'zod';
import type { Rich } from '../../card/card.js';
import { fieldsOf, intakeFromText, readIntake } from '../../conversation/index.js';
import { definedFields } from '../../conversation/fields.js';
import { type IntakeFields, withoutSuggestion } from '../../conversation/intake.js';
import { readClick } from '../click.js';
import { attempt, known, mayAudit, namesIn, type Taken, type TeamsContext, takenFrom } from '../context.js';
import { htmlToText, MENTION } from '../html.js';
import { type Incoming, ownChat } from '../incoming.js';
import { answerDialog, closeDialog, type InvokeAnswer } from '../invoke.js';
import { TEAMS_LIMITS } from '../limits.js';
import { plainText } from '../render/elements.js';
import { INTAKE_SUBMIT, renderIntakeForm } from '../render/intake-form.js';
import { renderNoteForm } from '../render/note-form.js';
import { readNote, submitNote } from './notes.js';

const inputs = {
  error_text: z.string().optional(),
  resource: z.string().optional(),
  principal: z.string().optional(),
  operation: z.string().optional(),
  network: z.string().optional(),
};
const fetchSchema = z.object({ data: z.looseObject({ prefill: z.object(inputs).partial().optional() }) });
const submitSchema = z.object({
  data: z.object({
    ...inputs,
    action: z.literal(INTAKE_SUBMIT),
    audit: z.string().optional(),
    edits: z.string().max(128).optional(),
    privately: z.boolean().optional(),
    suggested: z.string().max(TEAMS_LIMITS.inputLine).optional(),
  }),
});
const messageSchema = z.object({
  messagePayload: z.object({ body: z.object({ content: z.string().optional() }).optional() }),
});
type Submitted = z.infer<typeof submitSchema>['data'];

/** A message with what it quotes; longer ones are cut, for reading them takes time. */
const LONGEST_MESSAGE = 100_000;

/** A button that opens the form: empty, filled in with what was read, or with today's values. */
export async function openForm(context: TeamsContext, incoming: Incoming): Promise<InvokeAnswer> {
  const data = fetchSchema.safeParse(incoming.value).data?.data;
  const click = readClick(data);
  const about = click?.kind === 'action' ? click : undefined;
  return dialog(context, incoming, 'action:open_form', async () => {
    if (about?.investigation === undefined)
      return openIntake(context, incoming, filledOnly(data?.prefill ?? {}));
    const { action, investigation } = about;
    if (action.kind === 'edit_details') return openWithDetails(context, incoming, investigation);
    return action.kind === 'add_note'
      ? openNote(context, incoming, investigation)
      : openAfresh(context, incoming, investigation);
  });
}

async function openNote(
  { service }: TeamsContext,
  { actor }: Incoming,
  edits: string,
): Promise<InvokeAnswer | Taken> {
  const investigation = await service.load(edits);
  if (investigation === undefined) return FORGOTTEN;
  const refusal = await service.refuse(investigation, actor);
  return refusal === undefined
    ? answerDialog(renderNoteForm(edits), 'A note for support')
    : takenFrom(refusal);
}

const FORGOTTEN: Taken = { outcome: 'not_found', say: ['I do not remember this investigation any more.'] };

/** On a card that belongs to somebody, only they may; one that has expired stops nobody. */
async function openAfresh(
  context: TeamsContext,
  incoming: Incoming,
  id: string,
): Promise<InvokeAnswer | Taken> {
  const investigation = await context.service.load(id);
  const refusal =
    investigation === undefined ? undefined : await context.service.refuse(investigation, incoming.actor);
  return refusal === undefined ? openIntake(context, incoming, {}) : takenFrom(refusal);
}

async function openWithDetails(
  context: TeamsContext,
  incoming: Incoming,
  edits: string,
): Promise<InvokeAnswer | Taken> {
  const investigation = await context.service.load(edits);
  if (investigation === undefined) return FORGOTTEN;
  const refusal = await context.service.refuse(investigation, incoming.actor);
  if (refusal !== undefined) return takenFrom(refusal);
  const fields = fieldsOf(investigation.details);
  return answerDialog(renderIntakeForm({ fields, edits, mayAudit: await mayAudit(context, incoming.actor) }));
}

/** Not for those who may not start one there: nobody fills in a form for nothing. */
async function openIntake(
  context: TeamsContext,
  { actor, place: here, where }: Incoming,
  fields: IntakeFields,
  privately = false,
): Promise<InvokeAnswer | Taken> {
  const channel = privately ? where.person.id : here.channel;
  const [refusal, audit, usual] = await Promise.all([
    known(context, context.service.refuseStart(actor, channel), undefined),
    mayAudit(context, actor),
    fields.principal === undefined
      ? known(context, context.service.usualPrincipal(actor), undefined)
      : undefined,
  ]);
  if (refusal !== undefined) return takenFrom(refusal);
  return answerDialog(renderIntakeForm({ ...suggesting(usual, fields), privately, mayAudit: audit }));
}

/** An error text that says itself who was denied needs no suggestion. */
function suggesting(
  principal: string | undefined,
  fields: IntakeFields,
): { readonly fields: IntakeFields; readonly suggested?: string } {
  if (principal === undefined) return { fields };
  const suggested = { ...fields, principal };
  return withoutSuggestion(suggested, principal) === suggested
    ? { fields: suggested, suggested: principal }
    : { fields };
}

/** "Diagnose" in a message's menu: the form, filled in with what the message says. */
export async function openFromMessage(context: TeamsContext, incoming: Incoming): Promise<InvokeAnswer> {
  const payload = messageSchema.safeParse(incoming.value).data?.messagePayload;
  const said = (payload?.body?.content ?? '').slice(0, LONGEST_MESSAGE).replaceAll(MENTION, ' ');
  const { fields } = intakeFromText(htmlToText(said));
  return dialog(context, incoming, 'shortcut:diagnose_message', () =>
    openIntake(context, incoming, fields, true),
  );
}

const OLD_FORM: Rich = ['This form is from an older version of me. Please open it again.'];

/** The form was sent: what is wrong stands at its inputs with nothing lost, else an investigation starts or changes. */
export async function submitForm(context: TeamsContext, incoming: Incoming): Promise<InvokeAnswer> {
  const noted = readNote(incoming.value);
  if (noted !== undefined) return submitNote(context, incoming, noted);
  const submitted = submitSchema.safeParse(incoming.value).data?.data;
  if (submitted === undefined) return closeDialog(plainText(OLD_FORM));
  const { action: _action, audit, edits, privately = false, suggested, ...typed } = submitted;
  const offered = await mayAudit(context, incoming.actor);
  const fields = { ...filledOnly(typed), audit: audit === 'true' && offered };
  const intake = readIntake(suggested === undefined ? fields : withoutSuggestion(fields, suggested));
  if (intake.outcome === 'ok')
    return dialog(context, incoming, 'view:intake', () => take(context, incoming, submitted, intake.details));
  const form = { fields, errors: intake.errors, mayAudit: offered, privately };
  return answerDialog(renderIntakeForm({ ...form, ...definedFields({ edits, suggested }) }));
}

async function take(
  { service }: TeamsContext,
  incoming: Incoming,
  { edits, privately }: Submitted,
  details: Extract<ReturnType<typeof readIntake>, { outcome: 'ok' }>['details'],
): Promise<Taken> {
  const { eventId, actor } = incoming;
  if (edits !== undefined)
    return takenFrom(await service.handle(edits, eventId, actor, { kind: 'details.edited', details }));
  const place = privately === true ? ownChat(incoming) : incoming.place;
  const taken = takenFrom(await service.start({ eventId, actor, place, details }));
  // Where the message is, nothing changes: without a line it would look as if nothing had happened.
  return privately === true && taken.say === undefined ? { ...taken, say: ELSEWHERE } : taken;
}

const ELSEWHERE: Rich = ['I answer in your own chat with me.'];

/** Runs what belongs to a dialog; where it comes to a line, the dialog shows that alone. */
async function dialog(
  context: TeamsContext,
  { actor }: Incoming,
  kind: string,
  run: () => Promise<InvokeAnswer | Taken>,
): Promise<InvokeAnswer> {
  const done = await attempt(context, kind, run);
  if ('status' in done) return done;
  const { outcome, say } = done;
  context.metrics?.countInteraction('teams', kind, outcome);
  return closeDialog(say === undefined ? undefined : plainText(say, await namesIn(context, actor, say)));
}

function filledOnly(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const filled = Object.entries(fields).flatMap(([name, value]) => {
    const text = value?.trim() ?? '';
    return text === '' ? [] : [[name, text] as const];
  });
  return Object.fromEntries(filled);
}
