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
  const parts = blocks.map((block) => ({ block, blocks: renderBlock(block, card, budget) }));
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
  if (code.length === 0) return 0;
  const other = JSON.stringify(blocks.filter((block) => block.kind !== 'code')).length;
  const left = SLACK_LIMITS.messageBlocksText - Math.min(other, SLACK_LIMITS.messageBlocksText / 2);
  return Math.max(LEAST_CODE, Math.floor(left / code.length));
}

interface Part {
  readonly block: CardBlock;
  readonly blocks: readonly Block[];
}

function limitBlocks(parts: readonly Part[]): readonly Block[] {
  let kept = parts;
  while (tooMuch(kept)) {
    const victim = DISPENSABLE.map((kind) => kept.findLastIndex(({ block }) => block.kind === kind)).find(
      (index) => index >= 0,
    );
    if (victim === undefined) break;
    kept = kept.filter((_, index) => index !== victim);
  }
  if (kept !== parts) kept = kept.filter((_, index) => !isBareHeading(kept, index));
  const lost = parts.filter((part) => !kept.includes(part)).flatMap(({ block }) => linesOf(block));
  const blocks = kept.flatMap((part) => part.blocks);
  if (lost.length === 0 && blocks.length <= SLACK_LIMITS.messageBlocks) return blocks;
  const note = contextOf(fit('contextText', leftOut(lost.length)));
  return [...blocks.slice(0, SLACK_LIMITS.messageBlocks - note.length), ...note];
}

function leftOut(lines: number): string {
  const what = lines === 0 ? 'Some parts are' : lines === 1 ? 'One line is' : `${lines} lines are`;
  return `${what} left out here: this is longer than a Slack message may be. \`s3denied diagnose\`, in a terminal, tells all of it.`;
}

/** A line all in bold stands over what follows it; with that left out, it says nothing. */
function isBareHeading(parts: readonly Part[], index: number): boolean {
  const block = parts[index]?.block;
  if (block === undefined || !isHeading(block)) return false;
  const next = parts[index + 1]?.block;
  return next === undefined || next.kind === 'buttons' || next.kind === 'choices' || isHeading(next);
}

function isHeading(block: CardBlock): boolean {
  return (
    block.kind === 'text' && block.text.every((part) => typeof part !== 'string' && part.kind === 'bold')
  );
}

/** What a block tells, line by line. */
function linesOf(block: CardBlock): readonly unknown[] {
  if (block.kind === 'divider' || isHeading(block)) return [];
  if (block.kind === 'list') return block.items;
  return block.kind === 'facts' ? block.facts : [block];
}

function tooMuch(parts: readonly Part[]): boolean {
  const blocks = parts.flatMap((part) => part.blocks);
  return blocks.length >= SLACK_LIMITS.messageBlocks || textLength(blocks) > SLACK_LIMITS.messageBlocksText;
}

/** The characters of every `text` in the blocks. */
function textLength(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let length = 'text' in value && typeof value.text === 'string' ? value.text.length : 0;
  for (const item of Object.values(value)) length += textLength(item);
  return length;
}
