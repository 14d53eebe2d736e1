import { z } from 'zod';
import type { IntakeFields } from '../conversation/intake.js';
import { AUDIT_OPTION, INTAKE_FIELDS, INTAKE_INPUT } from './ids.js';
import { type Origin, readOrigin } from './origin.js';

const inputSchema = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});

/** What we read of a submitted view. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
const viewSchema = z.object({
  id: z.string().min(1),
  private_metadata: z.string(),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

export interface IntakeSubmission {
  readonly viewId: string;
  readonly fields: IntakeFields;
  readonly origin: Origin;
}

/** Only the intake's own fields are read, whatever else arrives. undefined: not a form that this program made. */
export function readSubmission(view: unknown): IntakeSubmission | undefined {
  const parsed = viewSchema.safeParse(view);
  const origin = parsed.success ? readOrigin(parsed.data.private_metadata) : undefined;
  if (!parsed.success || origin === undefined) return undefined;
  const { id: viewId, state } = parsed.data;
  const entries = INTAKE_FIELDS.flatMap((field) => {
    const value = readInput(field, state.values[field]?.[INTAKE_INPUT]);
    return value === undefined ? [] : [[field, value] as const];
  });
  return { viewId, origin, fields: Object.fromEntries(entries) };
}

function readInput(field: (typeof INTAKE_FIELDS)[number], input: unknown): string | boolean | undefined {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) return undefined;
  const { value, selected_option, selected_options } = parsed.data;
  if (field === 'audit') return (selected_options ?? []).some((option) => option.value === AUDIT_OPTION);
  const text = (selected_option?.value ?? value ?? '').trim();
  return text === '' ? undefined : text;
}
