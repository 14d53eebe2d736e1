import { z } from 'zod';
import type { IntakeFields } from '../conversation/intake.js';
import { shorten } from './limits.js';

/** What was read from a message, carried by the button that opens the form: an event of Slack's has no trigger to open it with. */
const prefillSchema = z.strictObject({
  prefill: z.strictObject({
    error_text: z.string().max(3000).optional(),
    resource: z.string().max(3000).optional(),
    principal: z.string().max(3000).optional(),
    operation: z.string().max(150).optional(),
    network: z.string().max(150).optional(),
  }),
});

/** undefined where there is nothing to carry. The error text gives way until all of it fits. */
export function writePrefill(fields: IntakeFields, limit: number): string | undefined {
  const { audit: _audit, ...rest } = fields;
  if (Object.keys(rest).length === 0) return undefined;
  const write = (error_text: string | undefined): string =>
    JSON.stringify({ prefill: { ...rest, ...(error_text === undefined ? {} : { error_text }) } });
  const whole = write(rest.error_text);
  if (whole.length <= limit) return whole;
  const over = whole.length - limit;
  const left = (rest.error_text?.length ?? 0) - over * 2;
  const cut = write(left > 0 ? shorten(rest.error_text ?? '', left) : '');
  return cut.length <= limit ? cut : undefined;
}

export function readPrefill(value: string): IntakeFields | undefined {
  try {
    const { prefill } = prefillSchema.parse(JSON.parse(value));
    return Object.fromEntries(Object.entries(prefill).filter(([, text]) => text !== undefined));
  } catch {
    return undefined;
  }
}
