import type { CardBlock } from '../../card/card.js';
import { TEAMS_LIMITS } from '../limits.js';
import { type Json, richText } from './elements.js';
import { shorten } from './plain.js';

export type CodeCardBlock = Extract<CardBlock, { kind: 'code' }>;

/** How much of a card's code is shown. */
export interface CodeBudget {
  /** Longer code is cut, visibly. */
  readonly characters: number;
  /** The same for what clients show that do not know Teams's own element. */
  readonly plainCharacters: number;
}

const LANGUAGES: Readonly<Record<CodeCardBlock['language'], string>> = {
  json: 'Json',
  shell: 'Bash',
  hcl: 'PlainText',
  yaml: 'PlainText',
  diff: 'PlainText',
  text: 'PlainText',
};

/**
 * Code with Teams's own element, which colours and copies it; a client that does not know it shows it plainly.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format#codeblock-in-adaptive-cards
 */
export function renderCode({ text, title, language }: CodeCardBlock, budget: CodeBudget): readonly Json[] {
  if (text.trim() === '') return [];
  return [
    ...(title === undefined ? [] : richText([{ kind: 'bold', text: title }], {}, { spacing: 'Small' })),
    {
      type: 'CodeBlock',
      codeSnippet: shorten(text, budget.characters),
      language: LANGUAGES[language],
      startLineNumber: 1,
      fallback: plainCode(shorten(text, budget.plainCharacters)),
    },
  ];
}

export function isCut({ text }: CodeCardBlock, { characters, plainCharacters }: CodeBudget): boolean {
  return text.length > Math.min(characters, plainCharacters);
}

function plainCode(text: string): Json {
  const items = richText([text], {}, { run: { fontType: 'Monospace' } });
  return { type: 'Container', style: 'emphasis', items };
}

/** What a piece may take of its card: its code stands there twice, and quotes and line ends take two characters each. */
const PAGE = TEAMS_LIMITS.cardCharacters * 0.4;
const LONGEST_LINE = 1_000;

/** The code whole, in pieces of whole lines that a card of their own takes; a line that none takes is broken. */
export function piecesOf(block: CodeCardBlock): readonly CodeCardBlock[] {
  const pieces = linesWithin(block.text, PAGE);
  const { title = 'The fix' } = block;
  if (pieces.length === 1) return [block];
  return pieces.map((text, index) => ({
    ...block,
    text,
    title: `${title} (${index + 1} of ${pieces.length})`,
  }));
}

function linesWithin(text: string, size: number): readonly string[] {
  const pages: string[] = [];
  let page: string[] = [];
  let taken = 0;
  for (const line of text.split('\n').flatMap(brokenLine)) {
    const length = jsonLength(line);
    if (taken + length > size && page.length > 0) {
      pages.push(page.join('\n'));
      page = [];
      taken = 0;
    }
    page.push(line);
    taken += length;
  }
  return [...pages, page.join('\n')];
}

/** The more of characters and bytes, as JSON. */
function jsonLength(line: string): number {
  const json = JSON.stringify(line);
  return Math.max(
    json.length,
    (Buffer.byteLength(json) * TEAMS_LIMITS.cardCharacters) / TEAMS_LIMITS.cardBytes,
  );
}

function brokenLine(line: string): readonly string[] {
  if (line.length <= LONGEST_LINE) return [line];
  return line.match(new RegExp(`.{1,${LONGEST_LINE}}`, 'gsu')) ?? [line];
}
