import type { z } from 'zod';
import { type ConfigLevel, KNOWN_FIELDS } from './audit-config-schema.js';
import { nearestName } from '../nearest.js';

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/**
 * One schema issue in words, one line each. `place` says where a path stands, `source` how its value is written (empty for what is no scalar, nothing where nothing is written).
 */
export function describeIssue(
  issue: Issue,
  place: (path: Path) => string,
  source: (path: Path) => string | undefined,
): readonly string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownField(issue.path, key, place([...issue.path, key])));
  }
  return [
    `${pathInWords(issue.path)} in ${place(issue.path)}: ${whatWouldBeRight(issue, source(issue.path))}`,
  ];
}

function unknownField(path: Path, key: string, place: string): string {
  const known = KNOWN_FIELDS[levelOf(path)];
  const meant = nearestName(key, known);
  const hint = meant === undefined ? `known are ${known.join(', ')}` : `did you mean \`${meant}\`?`;
  return `unknown field \`${key}\` in ${place}; ${hint}`;
}

const SECTIONS = ['start', 'answer', 'post', 'records', 'share'] as const;

function levelOf(path: Path): ConfigLevel {
  if (path.length === 0) return 'top';
  if (path.at(-1) === 'allow') return 'allow';
  return SECTIONS.find((section) => path[0] === section) ?? 'account';
}

function whatWouldBeRight(issue: Issue, written: string | undefined): string {
  if (issue.code !== 'invalid_type') return `needs ${issue.message}`;
  if (written === undefined)
    return `is missing; it needs ${EXAMPLES[String(issue.path.at(-1))] ?? 'a value'}`;
  if (issue.expected === 'string' && /^[-+.\w]+$/.test(written)) return needsQuotes(written);
  return `needs ${EXPECTED[issue.expected] ?? issue.expected}`;
}

/** YAML makes a number of an unquoted account id, and a number has no leading zero. */
function needsQuotes(written: string): string {
  const because = /^0\d+$/.test(written)
    ? 'YAML reads it as a number, which loses its leading zero'
    : 'YAML does not read it as text';
  return `${written} needs quotes: ${because}; write "${written}"`;
}

const EXPECTED: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  object: 'a mapping',
  string: 'a text',
};

const EXAMPLES: Readonly<Record<string, string>> = {
  id: 'the 12 digits of the account, in quotes',
  role: 'the ARN of the audit role in that account',
  accounts: 'the list of accounts that may be audited',
  allow: 'who may audit this account, as users and groups',
  externalId: 'the external id that the audit role asks for; a role without one is not assumed',
};

function pathInWords(path: Path): string {
  const words = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `\`${words.replace(/^\./, '') || 'the file'}\``;
}
