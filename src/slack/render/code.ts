import type { CardBlock } from '../../card/card.js';
import { SHORTENED, SLACK_LIMITS } from '../limits.js';
import { escapeCodeBlock, renderCodeBlock } from './mrkdwn.js';

export type CodeCardBlock = Extract<CardBlock, { kind: 'code' }>;

/** A code block that goes into the thread as a file. */
export interface CodeFile {
  readonly filename: string;
  readonly title: string;
  readonly content: string;
  /** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
  readonly snippetType: string;
}

const FILE_TYPES = {
  json: { extension: 'json', snippetType: 'javascript' },
  shell: { extension: 'sh', snippetType: 'shell' },
  hcl: { extension: 'tf', snippetType: 'text' },
  yaml: { extension: 'yaml', snippetType: 'yaml' },
  diff: { extension: 'diff', snippetType: 'diff' },
  text: { extension: 'txt', snippetType: 'text' },
} as const;

const FENCE = renderCodeBlock('').length;
const PER_SECTION = SLACK_LIMITS.sectionText - FENCE;

/** Code as mrkdwn code blocks of at most one section each, at most `budget` characters in all, visibly shortened beyond. */
export function renderCodeSections(text: string, budget: number): readonly string[] {
  const sections: string[] = [];
  let current = '';
  let left = budget;
  for (const line of linesOf(text)) {
    const size = escapeCodeBlock(line).length + 1;
    if (size > left) {
      sections.push(renderCodeBlock(`${current}${SHORTENED}`));
      return sections;
    }
    if (escapeCodeBlock(current).length + size > PER_SECTION - SHORTENED.length) {
      sections.push(renderCodeBlock(current.replace(/\n$/, '')));
      current = '';
    }
    current += `${line}\n`;
    left -= size;
  }
  return [...sections, renderCodeBlock(current.replace(/\n$/, ''))];
}

export function codeLength(text: string): number {
  return escapeCodeBlock(text).length;
}

export function toCodeFile(block: CodeCardBlock, position: number): CodeFile {
  const type = FILE_TYPES[block.language];
  const name = block.language === 'text' ? 'checked' : 'fix';
  return {
    filename: position === 0 ? `${name}.${type.extension}` : `${name}-${position + 1}.${type.extension}`,
    title: block.title ?? 'Fix',
    content: block.text,
    snippetType: type.snippetType,
  };
}

const LONGEST_LINE = 2000;

/** Lines; one that no section could take is broken. */
function linesOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    // Escaping makes a character five at most (`&amp;`), so a piece of this length always fits.
    const pieces = escapeCodeBlock(line).length > LONGEST_LINE ? line.match(/.{1,400}/gsu) : undefined;
    return pieces ?? [line];
  });
}
