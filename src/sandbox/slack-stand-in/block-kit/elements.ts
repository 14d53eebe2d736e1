import { z } from 'zod';
import { anyText, identifier, limited, list, plainText } from './text.js';

/** https://docs.slack.dev/reference/block-kit/block-elements */

const confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

const option = z.strictObject({
  text: plainText(75),
  value: limited(150),
  description: plainText(75).optional(),
  url: limited(3000).optional(),
});
/** Checkboxes and radio buttons may use mrkdwn. */
const richOption = z.strictObject({
  text: anyText(75),
  value: limited(150),
  description: anyText(75).optional(),
});
const optionGroup = z.strictObject({ label: plainText(75), options: list(option, 100) });

export type Option = z.infer<typeof option> | z.infer<typeof richOption>;

const common = {
  action_id: identifier.optional(),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
};

export const button = z.strictObject({
  type: z.literal('button'),
  action_id: identifier.optional(),
  confirm: confirm.optional(),
  text: plainText(75),
  value: limited(2000).optional(),
  url: limited(3000).optional(),
  style: z.enum(['primary', 'danger'], 'must be "primary" or "danger"').optional(),
  accessibility_label: limited(75).optional(),
});

export const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: identifier.optional(),
  confirm: confirm.optional(),
  options: list(option, 5),
});

export const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...common,
    placeholder: plainText(150).optional(),
    options: list(option, 100).optional(),
    option_groups: list(optionGroup, 100).optional(),
    initial_option: option.optional(),
  })
  .refine(
    (select) => (select.options === undefined) !== (select.option_groups === undefined),
    'needs either options or option_groups',
  )
  .refine(
    (select) => hasAll(optionsOf(select), [select.initial_option]),
    'initial_option must be one of the options',
  );

export const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...common,
    options: list(richOption, 10),
    initial_options: list(richOption, 10).optional(),
  })
  .refine(
    (boxes) => hasAll(boxes.options, boxes.initial_options ?? []),
    'initial_options must be among the options',
  );

export const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...common,
    options: list(richOption, 10),
    initial_option: richOption.optional(),
  })
  .refine(
    (radios) => hasAll(radios.options, [radios.initial_option]),
    'initial_option must be one of the options',
  );

export const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    action_id: identifier.optional(),
    focus_on_load: z.boolean().optional(),
    placeholder: plainText(150).optional(),
    initial_value: limited(3000, 0).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
    dispatch_action_config: z
      .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])) })
      .optional(),
  })
  .refine(
    (input) => (input.initial_value ?? '').length <= (input.max_length ?? 3000),
    'initial_value is longer than max_length',
  );

/** The page offers the workspace's own channels. */
export const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...common,
  placeholder: plainText(150).optional(),
  filter: z
    .strictObject({
      include: list(z.enum(['im', 'mpim', 'private', 'public']), 4).optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
});

/** What the sandbox can show. Slack has more; the bot is told of what it uses beyond these. */
export const element = z.discriminatedUnion('type', [
  button,
  overflow,
  staticSelect,
  checkboxes,
  radioButtons,
  plainTextInput,
  conversationsSelect,
]);
export type Element = z.infer<typeof element>;

/** All options of an element, those in groups too; none for one without. */
export function optionsOf(input: {
  readonly options?: readonly Option[] | undefined;
  readonly option_groups?: readonly { readonly options: readonly Option[] }[] | undefined;
}): readonly Option[] {
  return [...(input.options ?? []), ...(input.option_groups ?? []).flatMap((group) => group.options)];
}

function hasAll(options: readonly Option[], chosen: readonly (Option | undefined)[]): boolean {
  return chosen.every((one) => one === undefined || options.some((offered) => offered.value === one.value));
}
