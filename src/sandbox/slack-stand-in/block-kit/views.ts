import { z } from 'zod';
import { blockList } from './blocks.js';
import { identifier, limited, plainText } from './text.js';

/** https://docs.slack.dev/reference/views */

const common = {
  blocks: blockList(100),
  private_metadata: limited(3000, 0).optional(),
  callback_id: limited(255, 0).optional(),
  external_id: identifier.optional(),
};

export const modalDefinition = z
  .strictObject({
    type: z.literal('modal'),
    ...common,
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  })
  .refine(
    (view) => view.submit !== undefined || view.blocks.every((one) => one.type !== 'input'),
    'submit is required when an input block is within the blocks array',
  );
export type ModalDefinition = z.infer<typeof modalDefinition>;

export const homeDefinition = z.strictObject({ type: z.literal('home'), ...common });
export type HomeDefinition = z.infer<typeof homeDefinition>;
