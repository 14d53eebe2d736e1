import { z } from 'zod';
import { createId } from '../ids.js';
import {
  button,
  checkboxes,
  conversationsSelect,
  element,
  type Element,
  overflow,
  plainTextInput,
  radioButtons,
  staticSelect,
} from './elements.js';
import { richText } from './rich-text.js';
import { anyText, identifier, limited, list, plainText } from './text.js';

/** https://docs.slack.dev/reference/block-kit/blocks: the blocks the sandbox can show, with Slack's limits. */

const block_id = identifier.optional();
const image = {
  image_url: limited(3000),
  alt_text: limited(2000),
};

const header = z.strictObject({
  type: z.literal('header'),
  block_id,
  text: plainText(150),
});

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id,
    text: anyText(3000).optional(),
    fields: list(anyText(2000), 10).optional(),
    accessory: z
      .discriminatedUnion('type', [
        button,
        overflow,
        staticSelect,
        checkboxes,
        radioButtons,
        z.strictObject({ type: z.literal('image'), ...image }),
      ])
      .optional(),
    expand: z.boolean().optional(),
  })
  .refine((one) => one.text !== undefined || one.fields !== undefined, 'needs text or fields');

const context = z.strictObject({
  type: z.literal('context'),
  block_id,
  elements: list(z.union([anyText(3000), z.strictObject({ type: z.literal('image'), ...image })]), 10),
});

const input = z.strictObject({
  type: z.literal('input'),
  block_id,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: z.discriminatedUnion('type', [
    plainTextInput,
    staticSelect,
    checkboxes,
    radioButtons,
    conversationsSelect,
  ]),
});

export const block = z.discriminatedUnion('type', [
  header,
  section,
  context,
  input,
  richText,
  z.strictObject({ type: z.literal('divider'), block_id }),
  z.strictObject({ type: z.literal('actions'), block_id, elements: list(element, 25) }),
  z.strictObject({ type: z.literal('image'), block_id, ...image, title: plainText(2000).optional() }),
  z.strictObject({ type: z.literal('markdown'), block_id, text: limited(12_000) }),
]);
export type Block = z.infer<typeof block>;

export function blockList(max: number) {
  return list(block, max, 0)
    .refine((blocks) => isUnique(blocks.map((one) => one.block_id)), 'block_id already exists')
    .refine(
      (blocks) => blocks.every((one) => isUnique(elementsOf(one).map((e) => e.action_id))),
      'action_id already exists in this block',
    );
}

/** The interactive elements of a block, in its order. */
export function elementsOf(one: Block): readonly Element[] {
  if (one.type === 'actions') return one.elements;
  if (one.type === 'input') return [one.element];
  if (one.type === 'section' && one.accessory !== undefined && one.accessory.type !== 'image')
    return [one.accessory];
  return [];
}

/** As Slack does: a block and an interactive element without an id get one. */
export function withIds(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((one) => {
    const named = { ...one, block_id: one.block_id ?? createId('b') };
    for (const inner of elementsOf(named)) inner.action_id ??= createId('a');
    return named;
  });
}

/** All the text of these blocks, which Slack limits as a whole too. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textLength(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (key === 'text' && typeof inner === 'string' ? inner.length : textLength(inner)),
    0,
  );
}

function isUnique(ids: readonly (string | undefined)[]): boolean {
  const named = ids.filter((id) => id !== undefined);
  return new Set(named).size === named.length;
}
