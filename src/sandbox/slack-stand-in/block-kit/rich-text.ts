import { z } from 'zod';
import { identifier, limited } from './text.js';

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
    underline: z.boolean().optional(),
  })
  .optional();

const inline = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: limited(3000), style }),
  z.strictObject({
    type: z.literal('link'),
    url: limited(3000),
    text: limited(3000).optional(),
    unsafe: z.boolean().optional(),
    style,
  }),
  z.strictObject({ type: z.literal('user'), user_id: identifier, style }),
  z.strictObject({ type: z.literal('channel'), channel_id: identifier, style }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: identifier, style }),
  z.strictObject({ type: z.literal('emoji'), name: identifier, unicode: z.string().optional(), style }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), style }),
]);

const border = z.int().min(0).max(1).optional();
const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline) });

const part = z.discriminatedUnion('type', [
  section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(section),
    indent: z.int().min(0).max(8).optional(),
    offset: z.int().optional(),
    border,
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline), border }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(inline),
    border,
    language: z.string().optional(),
  }),
]);

export const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: identifier.optional(),
  elements: z.array(part),
});
