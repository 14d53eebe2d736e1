import { z } from 'zod';
import { assertNever } from '../../../errors.js';
import { type Block, elementsOf } from '../block-kit/blocks.js';
import { type Element, optionsOf } from '../block-kit/elements.js';
import type { SlackObject } from '../slack-objects.js';

/** What a person chose, as the page tells it: text or an option's value; a list for checkboxes; by block id and action id. */
const chosen = z.union([z.string(), z.array(z.string()), z.null()]);
export const chosenValues = z.record(z.string(), z.record(z.string(), chosen));
export type Chosen = z.infer<typeof chosen>;
export type ChosenValues = z.infer<typeof chosenValues>;

const REQUIRED = 'Please complete this required field.';

/** Slack's `state.values`. */
export function stateValues(blocks: readonly Block[], values: ChosenValues): SlackObject {
  const result: Record<string, Record<string, unknown>> = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      if (element.type === 'button' || element.type === 'overflow') continue;
      const { block_id = '' } = block;
      const { action_id = '' } = element;
      const inBlock = (result[block_id] ??= {});
      inBlock[action_id] = { type: element.type, ...choiceOf(element, values[block_id]?.[action_id]) };
    }
  }
  return result;
}

/** The part of an action or a state that tells what was chosen. */
export function choiceOf(element: Element, value: Chosen | undefined): SlackObject {
  switch (element.type) {
    case 'plain_text_input':
      return { value: typeof value === 'string' && value !== '' ? value : null };
    case 'conversations_select':
      return { selected_conversation: typeof value === 'string' && value !== '' ? value : null };
    case 'checkboxes':
      return {
        selected_options: optionsOf(element).filter((option) => listOf(value).includes(option.value)),
      };
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { selected_option: optionsOf(element).find((option) => option.value === value) ?? null };
    case 'button':
      return element.value === undefined ? {} : { value: element.value };
    default:
      return assertNever(element, 'element');
  }
}

/** What Slack's client says before it submits: required fields, lengths. By block id. */
export function complain(blocks: readonly Block[], values: ChosenValues): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const { block_id = '', element } = block;
    const complaint = complaintOf(
      element,
      values[block_id]?.[element.action_id ?? ''],
      block.optional === true,
    );
    if (complaint !== undefined) errors[block_id] = complaint;
  }
  return errors;
}

function complaintOf(element: Element, value: Chosen | undefined, optional: boolean): string | undefined {
  if (listOf(value).length === 0) return optional ? undefined : REQUIRED;
  if (element.type !== 'plain_text_input' || typeof value !== 'string') return undefined;
  const { min_length: min = 0, max_length: max = 3000 } = element;
  if (value.length > max) return `Please shorten this to ${max} characters.`;
  return value.length < min ? `Please write at least ${min} characters.` : undefined;
}

function listOf(value: Chosen | undefined): readonly string[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' && value.trim() !== '' ? [value] : [];
}
