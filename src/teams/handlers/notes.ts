import { z } from 'zod';
import { attempt, namesIn, type TeamsContext, takenFrom } from '../context.js';
import type { Incoming } from '../incoming.js';
import { answerDialog, closeDialog, type InvokeAnswer } from '../invoke.js';
import { TEAMS_LIMITS } from '../limits.js';
import { plainText } from '../render/elements.js';
import { eventOn } from '../showing.js';
import { NOTE_SUBMIT, renderNoteForm } from '../render/note-form.js';

const submitSchema = z.object({
  data: z.object({
    action: z.literal(NOTE_SUBMIT),
    edits: z.string().max(128),
    note: z.string().max(TEAMS_LIMITS.inputText).default(''),
    shown: z.string().max(64).optional(),
  }),
});

export type SubmittedNote = z.infer<typeof submitSchema>['data'];

/** undefined: some other form. */
export function readNote(value: unknown): SubmittedNote | undefined {
  return submitSchema.safeParse(value).data?.data;
}

/** A note for the support channel was sent. Nobody loses what they have written: the form stays open, with the reason. */
export async function submitNote(
  context: TeamsContext,
  incoming: Incoming,
  noted: SubmittedNote,
): Promise<InvokeAnswer> {
  const { actor } = incoming;
  const { edits, note: text, shown } = noted;
  const event = { kind: 'note.added', text } as const;
  const { outcome, say } = await attempt(context, 'view:note', async () =>
    takenFrom(await context.service.handle(edits, eventOn(incoming, shown, [event]), actor, event)),
  );
  context.metrics?.countInteraction('teams', 'view:note', outcome);
  if (say === undefined) return closeDialog();
  return keepNote(noted, plainText(say, await namesIn(context, actor, say)));
}

/** The form as it was sent, with why it was not taken. */
export function keepNote({ edits, note: value, shown }: SubmittedNote, problem: string): InvokeAnswer {
  return answerDialog(renderNoteForm(edits, { value, problem }, shown));
}
