import { z } from 'zod';
import { INTAKE_INPUT, SHARE_BLOCK } from './ids.js';
import { readOrigin } from './origin.js';

/** What we read of a submitted view. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
const viewSchema = z.object({
  id: z.string().min(1),
  private_metadata: z.string(),
  state: z.object({
    values: z.object({
      [SHARE_BLOCK]: z.object({ [INTAKE_INPUT]: z.object({ selected_conversation: z.string().min(1) }) }),
    }),
  }),
});

export interface ShareSubmission {
  readonly viewId: string;
  readonly investigationId: string;
  readonly channel: string;
}

/** undefined: not a dialog that this program made. */
export function readShare(view: unknown): ShareSubmission | undefined {
  const parsed = viewSchema.safeParse(view);
  const investigationId = parsed.success ? readOrigin(parsed.data.private_metadata)?.edits : undefined;
  if (!parsed.success || investigationId === undefined) return undefined;
  const { id: viewId, state } = parsed.data;
  return { viewId, investigationId, channel: state.values[SHARE_BLOCK][INTAKE_INPUT].selected_conversation };
}
