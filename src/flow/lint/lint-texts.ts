import { PLACEHOLDERS } from '../../diagnosis/names.js';
import { isPlaceholder, placeholdersOf } from '../../diagnosis/template.js';
import { whatWouldBeRight } from '../../nearest.js';
import type { Path } from '../schema-path.js';
import type { Report } from './reporter.js';

/**
 * What a message of Slack holds, in characters; Teams holds more.
 * Source: https://docs.slack.dev/reference/block-kit/blocks
 */
export const LIMITS = { heading: 150, section: 3000, input: 2000, button: 75, id: 255, buttons: 25 } as const;

const PLACES = Object.keys(PLACEHOLDERS).map((name) => `{${name}}`);

/** Texts are plain: a renderer escapes them, so markup would be shown as it stands. */
const MARKUP = /[`*_~]{1,3}\S[^`*_~]*\S[`*_~]{1,3}(?=\s|$|[.,;:?!)])/;

export function lintText(report: Report, path: Path, text: string | undefined, most: number): void {
  if (text === undefined) return;
  lintPlaceholders(report, path, text);
  if (text.length > most)
    report(path, `a text of ${text.length} characters`, `at most ${most} fit into a message`);
  const markup = MARKUP.exec(text)?.[0];
  if (markup?.startsWith('`')) report(path, `markup (${markup})`, 'plain text: write it without backticks');
}

/** A command is pasted into a shell: what is filled in has to stand between double quotes, where it is escaped. */
export function lintCommand(report: Report, path: Path, command: string | undefined): void {
  if (command === undefined) return;
  lintPlaceholders(report, path, command);
  if (command.length > LIMITS.section)
    report(path, `a text of ${command.length} characters`, `at most ${LIMITS.section} fit`);
  for (const match of command.matchAll(/\{([a-zA-Z]+)\}/g)) {
    const before = command.slice(0, match.index);
    const quotes = before.replaceAll(/\\./g, '').split('"').length - 1;
    if (isPlaceholder(match[1] ?? '') && quotes % 2 === 0) {
      report(path, `\`${match[0]}\` outside double quotes in a command`, `write "${match[0]}"`);
    }
  }
}

export function lintPlaceholders(report: Report, path: Path, text: string): void {
  for (const name of new Set(placeholdersOf(text))) {
    if (isPlaceholder(name)) continue;
    report(path, `unknown placeholder \`{${name}}\``, whatWouldBeRight(`{${name}}`, PLACES));
  }
}
