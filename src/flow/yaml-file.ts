import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { messageOf } from '../errors.js';
import type { Path } from './schema-path.js';

/** One complaint about a flow or cause file. */
export interface Problem {
  readonly what: string;
  readonly file: string;
  readonly line: number;
  readonly right: string;
}

export function formatProblem({ what, file, line, right }: Problem): string {
  return `${what} in ${file}, line ${line}; ${right}`;
}

/** A YAML file read: its plain value, and where each value stands. */
export interface YamlFile {
  readonly file: string;
  readonly value: unknown;
  /** The line, from 1, of the value at a path, or of the nearest thing around it. */
  lineOf(path: Path): number;
  /** The line of a field's name. */
  lineOfKey(path: Path, key: string): number;
}

// A flow of forty steps is about 20 kB; what is far beyond that is no flow.
const MOST_CHARACTERS = 500_000;
const MOST_ALIASES = 20;

/** Reads YAML 1.2 without tags of its own, without merge keys, with unique keys. */
export function readYaml(file: string, text: string): YamlFile | Problem {
  if (text.length > MOST_CHARACTERS) {
    return {
      what: 'too long a file',
      file,
      line: 1,
      right: `at most ${MOST_CHARACTERS} characters are read`,
    };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    strict: true,
    stringKeys: true,
    uniqueKeys: true,
    resolveKnownTags: false,
    logLevel: 'error',
  });
  // An unknown tag is only a warning to the parser: here it is refused like any other mistake.
  const mistake = document.errors[0] ?? document.warnings[0];
  if (mistake !== undefined) {
    const line = lines.linePos(mistake.pos[0]).line;
    return {
      file,
      line,
      ...(MISTAKES[mistake.code] ?? {
        what: `no valid YAML (${oneLine(mistake.message)})`,
        right: 'see yaml.org',
      }),
    };
  }
  return toPlain(file, document, lines);
}

const MISTAKES: Readonly<Record<string, { readonly what: string; readonly right: string }>> = {
  DUPLICATE_KEY: { what: 'a field twice', right: 'each field once' },
  TAG_RESOLVE_FAILED: { what: 'a YAML tag (!…)', right: 'plain values without tags' },
  MULTIPLE_DOCS: { what: 'more than one document', right: 'one document a file' },
};

function toPlain(file: string, document: Document.Parsed, lines: LineCounter): YamlFile | Problem {
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    // The library throws on an alias bomb, and only then.
    return {
      what: `too many aliases (${oneLine(messageOf(error))})`,
      file,
      line: 1,
      right: 'write the values out',
    };
  }
  const lineAt = (offset: number | undefined): number => Math.max(1, lines.linePos(offset ?? 0).line);
  return {
    file,
    value,
    lineOf: (path) => lineAt(offsetOf(document, path)),
    lineOfKey: (path, key) => lineAt(keyOffset(document, path, key) ?? offsetOf(document, path)),
  };
}

function offsetOf(document: Document.Parsed, path: Path): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const part = path.slice(0, length);
    const key = part.at(-1);
    const node: unknown = length === 0 ? document.contents : document.getIn(part, true);
    if (node === undefined || node === null) continue;
    // A mapping or list begins on the line after its field's name: the name is what a person looks for.
    const atKey = typeof key === 'string' ? keyOffset(document, part.slice(0, -1), key) : undefined;
    const offset = atKey ?? (isNode(node) ? node.range?.[0] : undefined);
    if (offset !== undefined) return offset;
  }
  return undefined;
}

function keyOffset(document: Document.Parsed, path: Path, key: string): number | undefined {
  const map: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isMap(map)) return undefined;
  const pair = map.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
