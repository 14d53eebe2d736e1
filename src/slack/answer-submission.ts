import { z } from 'zod';
import { isName } from '../conversation/actions.js';
import { definedFields } from '../conversation/fields.js';
import { INTAKE_INPUT, isInvestigationId, isValueBlock } from './ids.js';
import { within } from './limits.js';

/** Which answer a dialog is about, and where it was opened. */
export interface AnswerOrigin {
  readonly investigationId: string;
  readonly step: string;
  readonly option: string;
  readonly channel?: string;
  readonly thread?: string;
}

/** As the dialog's `private_metadata`: it has been out of our hands, so what comes back may hold nothing else. */
const originSchema = z.strictObject({
  v: z.literal(1),
  investigationId: z.string().refine(isInvestigationId),
  step: z.string().refine(isName),
  option: z.string().refine(isName),
  channel: z
    .string()
    .regex(/^[\w-]{2,80}$/)
    .optional(),
  thread: z
    .string()
    .regex(/^[\d.]{1,40}$/)
    .optional(),
});

/** What we read of a submitted view. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
const viewSchema = z.object({
  id: z.string().min(1),
  private_metadata: z.string(),
  state: z.object({
    values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))),
  }),
});

export interface AnswerSubmission {
  readonly viewId: string;
  readonly origin: AnswerOrigin;
  /** The text of all of the dialog's inputs, one behind the other. */
  readonly value: string;
}

export function writeAnswerOrigin(origin: AnswerOrigin): string {
  return within('privateMetadata', JSON.stringify({ v: 1, ...origin }));
}

/** undefined: not a dialog that this program made. */
export function readAnswer(view: unknown): AnswerSubmission | undefined {
  const parsed = viewSchema.safeParse(view);
  const origin = parsed.success ? readOrigin(parsed.data.private_metadata) : undefined;
  if (!parsed.success || origin === undefined) return undefined;
  const { id: viewId, state } = parsed.data;
  const blocks = Object.keys(state.values).filter(isValueBlock).sort();
  const value = blocks.map((block) => state.values[block]?.[INTAKE_INPUT]?.value ?? '').join('');
  return { viewId, origin, value };
}

function readOrigin(metadata: string): AnswerOrigin | undefined {
  try {
    const { v: _version, channel, thread, ...about } = originSchema.parse(JSON.parse(metadata));
    return { ...about, ...definedFields({ channel, thread }) };
  } catch {
    return undefined;
  }
}
