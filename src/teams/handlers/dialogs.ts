import { z } from 'zod';
import { fieldsOf, intakeFromText } from '../../conversation/index.js';
import { type IntakeFields, withoutSuggestion } from '../../conversation/intake.js';
import { readClick } from '../click.js';
import {
  attempt,
  known,
  mayAudit,
  namesIn,
  NOT_TAKEN,
  type Taken,
  type TeamsContext,
  takenFrom,
} from '../context.js';
import { htmlToText, MENTION } from '../html.js';
import type { Incoming } from '../incoming.js';
import { answerDialog, closeDialog, type InvokeAnswer } from '../invoke.js';
import { plainText } from '../render/elements.js';
import { renderIntakeForm } from '../render/intake-form.js';
import { renderNoteForm } from '../render/note-form.js';
import { newShowing } from '../showing.js';

/** What the form's inputs hold. */
export const INPUTS = {
  error_text: z.string().optional(),
  resource: z.string().optional(),
  principal: z.string().optional(),
  operation: z.string().optional(),
  network: z.string().optional(),
};
const fetchSchema = z.object({ data: z.looseObject({ prefill: z.object(INPUTS).partial().optional() }) });
const messageSchema = z.object({
  messagePayload: z.object({ body: z.object({ content: z.string().optional() }).optional() }),
});

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
    ? answerDialog(renderNoteForm(edits, undefined, newShowing()), 'A note for support')
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
  const audit = await mayAudit(context, incoming.actor);
  return answerDialog(renderIntakeForm({ fields, edits, mayAudit: audit, shown: newShowing() }));
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
  const form = { ...suggesting(usual, fields), privately, mayAudit: audit, shown: newShowing() };
  return answerDialog(renderIntakeForm(form));
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

/** Runs what belongs to a dialog; where it comes to a line, the dialog shows that alone. `keep`: not where it was not taken. */
export async function dialog(
  context: TeamsContext,
  { actor }: Incoming,
  kind: string,
  run: () => Promise<InvokeAnswer | Taken>,
  keep: (line: string) => InvokeAnswer = closeDialog,
): Promise<InvokeAnswer> {
  const done = await attempt(context, kind, run);
  if ('status' in done) return done;
  const { outcome, say } = done;
  context.metrics?.countInteraction('teams', kind, outcome);
  if (say === undefined) return closeDialog();
  const line = plainText(say, await namesIn(context, actor, say));
  return NOT_TAKEN.has(outcome) ? keep(line) : closeDialog(line);
}

export function filledOnly(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const filled = Object.entries(fields).flatMap(([name, value]) => {
    const text = value?.trim() ?? '';
    return text === '' ? [] : [[name, text] as const];
  });
  return Object.fromEntries(filled);
}
