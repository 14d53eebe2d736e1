import { z } from 'zod';

/** A string with Slack's limits, complaining in Slack's words. `max` counts UTF-16 units, markup and escapes included. */
export function limited(max: number, min = 1) {
  return z
    .string()
    .min(min, `must be more than ${min - 1} characters`)
    .max(max, `must be less than ${max + 1} characters`);
}

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
export function plainText(max: number) {
  return z.strictObject({ type: z.literal('plain_text'), text: limited(max), emoji: z.boolean().optional() });
}

function markdownText(max: number) {
  return z.strictObject({ type: z.literal('mrkdwn'), text: limited(max), verbatim: z.boolean().optional() });
}

export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), markdownText(max)]);
}

/** block_id, action_id and callback_id. */
export const identifier = limited(255);

export function list<T extends z.ZodType>(item: T, max: number, min = 1) {
  return z
    .array(item)
    .min(min, `no fewer than ${min} items required`)
    .max(max, `no more than ${max} items allowed`);
}
