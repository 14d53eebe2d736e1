import type { Card, CardBlock } from '../../card/card.js';
import { fit, shorten, SLACK_LIMITS } from '../limits.js';
import { type Block, contextOf, renderBlock } from './blocks.js';
import { codeLength, type CodeCardBlock, type CodeFile, toCodeFile } from './code.js';
import { escapeText } from './mrkdwn.js';

/** A card as Slack takes it. */
export interface RenderedMessage {
  /** What notifications and screen readers say. */
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Code that belongs into the thread as files, because the card says so by its length. */
  readonly files: readonly CodeFile[];
}

export interface RenderOptions {
  /** Code with more characters than this becomes a file; absent: it is split and, at last, shortened. */
  readonly fileAbove?: number;
}

/** What goes first when a message has too many blocks. Headings, code and buttons stay. */
const DISPENSABLE = [
  'divider',
  'note',
  'list',
  'facts',
  'text',
] as const satisfies readonly CardBlock['kind'][];

/** Renders a card within Slack's limits. What does not fit is left out visibly, the least important first. */
export function renderMessage(card: Card, options: RenderOptions = {}): RenderedMessage {
  const { blocks, files } = takeFiles(card.blocks, options.fileAbove ?? Number.POSITIVE_INFINITY);
  const budget = codeBudget(blocks);
  const parts = blocks.map((block) => ({ kind: block.kind, blocks: renderBlock(block, card, budget) }));
  const text = shorten(card.fallback, SLACK_LIMITS.messageText, escapeText);
  return { text: text === '' ? 's3denied' : text, blocks: limitBlocks(parts), files };
}

function takeFiles(
  blocks: readonly CardBlock[],
  above: number,
): { blocks: readonly CardBlock[]; files: readonly CodeFile[] } {
  const long = blocks.filter(
    (block): block is CodeCardBlock => block.kind === 'code' && codeLength(block.text) > above,
  );
  const files = long.map(toCodeFile);
  const rest = blocks.map((block): CardBlock => {
    const file = block.kind === 'code' ? files[long.indexOf(block)] : undefined;
    return file === undefined
      ? block
      : {
          kind: 'note',
          text: [`${file.title}: see the file `, { kind: 'code', text: file.filename }, ' in this thread.'],
        };
  });
  return { blocks: rest, files };
}

const LEAST_CODE = 600;

/** What is left of a message's text for each of its code blocks, were all of them as long. */
function codeBudget(blocks: readonly CardBlock[]): number {
  const code = blocks.filter((block) => block.kind === 'code');
  const other = JSON.stringify(blocks.filter((block) => block.kind !== 'code')).length;
  const left = SLACK_LIMITS.messageBlocksText - Math.min(other, SLACK_LIMITS.messageBlocksText / 2);
  return Math.max(LEAST_CODE, Math.floor(left / Math.max(1, code.length)));
}

interface Part {
  readonly kind: CardBlock['kind'];
  readonly blocks: readonly Block[];
}

function limitBlocks(parts: readonly Part[]): readonly Block[] {
  let kept = parts;
  let dropped = 0;
  while (tooMuch(kept)) {
    const victim = DISPENSABLE.map((kind) => kept.findLastIndex((part) => part.kind === kind)).find(
      (index) => index >= 0,
    );
    if (victim === undefined) break;
    if (kept[victim]?.kind !== 'divider') dropped += 1;
    kept = kept.filter((_, index) => index !== victim);
  }
  const blocks = kept.flatMap((part) => part.blocks);
  if (dropped === 0 && blocks.length <= SLACK_LIMITS.messageBlocks) return blocks;
  const note = contextOf(
    fit('contextText', 'This is longer than a Slack message may be: some parts are left out.'),
  );
  return [...blocks.slice(0, SLACK_LIMITS.messageBlocks - note.length), ...note];
}

function tooMuch(parts: readonly Part[]): boolean {
  const blocks = parts.flatMap((part) => part.blocks);
  return blocks.length >= SLACK_LIMITS.messageBlocks || textLength(blocks) > SLACK_LIMITS.messageBlocksText;
}

/** The characters of every `text` in the blocks. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textLength(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : textLength(item)),
    0,
  );
}
