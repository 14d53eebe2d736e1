import { z } from 'zod';
import { refuse, type ApiResponse } from './api-method.js';
import { json } from './api-arguments.js';
import { type Block, blockList, textLength, withIds } from './block-kit/blocks.js';
import { complaintsOf } from './block-kit/complaints.js';

/** https://docs.slack.dev/reference/methods/chat.postMessage: what Slack cuts or refuses. */
const TEXT_LIMIT = 40_000;
const BLOCKS_LIMIT = 50;
/** Undocumented, but enforced: all text of all blocks. https://github.com/slackapi/bolt-js/issues/2509 */
const BLOCKS_TEXT_LIMIT = 12_000;

const messageBlocks = blockList(BLOCKS_LIMIT);

/** Text and blocks as they come in a request; `blocks` is checked later, so that the error is `invalid_blocks`. */
export const contentArguments = {
  text: z.string().optional(),
  blocks: json(z.unknown()).optional(),
};

export type MessageContent =
  | { readonly outcome: 'valid'; readonly text: string; readonly blocks?: readonly Block[] }
  | { readonly outcome: 'refused'; readonly response: ApiResponse };

/** What a message would show, or Slack's refusal of it. */
export function readContent(args: { text?: string | undefined; blocks?: unknown }): MessageContent {
  const text = args.text ?? '';
  if (args.blocks === undefined || args.blocks === null) return readText(text);
  const parsed = messageBlocks.safeParse(args.blocks);
  if (!parsed.success) return refused('invalid_blocks', complaintsOf(parsed.error, 'blocks'));
  if (parsed.data.length === 0) return readText(text);
  if (textLength(parsed.data) > BLOCKS_TEXT_LIMIT) return refused('msg_blocks_too_long');
  return { outcome: 'valid', text: text.slice(0, TEXT_LIMIT), blocks: withIds(parsed.data) };
}

function readText(text: string): MessageContent {
  return text.trim() === '' ? refused('no_text') : { outcome: 'valid', text: text.slice(0, TEXT_LIMIT) };
}

function refused(error: string, messages: readonly string[] = []): MessageContent {
  return { outcome: 'refused', response: refuse(error, messages) };
}
