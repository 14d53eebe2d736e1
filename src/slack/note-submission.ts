import { z } from 'zod';
import { INTAKE_INPUT, NOTE_BLOCK } from './ids.js';
import { type Origin, readOrigin } from './origin.js';

/** What we read of a submitted view. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
const viewSchema = z.object({
  id: z.string().min(1),
  private_metadata: z.string(),
  state: z.object({
    values: z.object({
      [NOTE_BLOCK]: z.object({ [INTAKE_INPUT]: z.object({ value: z.string().nullish() }) }),
    }),
  }),
});

export interface NoteSubmission {
  readonly viewId: string;
  readonly origin: Origin & { readonly edits: string };
  readonly text: string;
}

/** undefined: not a dialog that this program made. */
export function readNote(view: unknown): NoteSubmission | undefined {
  const parsed = viewSchema.safeParse(view);
  const origin = parsed.success ? readOrigin(parsed.data.private_metadata) : undefined;
  if (!parsed.success || origin?.edits === undefined) return undefined;
  const { id: viewId, state } = parsed.data;
  const text = state.values[NOTE_BLOCK][INTAKE_INPUT].value ?? '';
  return { viewId, text, origin: { ...origin, edits: origin.edits } };
}
