import type { z } from 'zod';
import { whatWouldBeRight } from '../nearest.js';
import { fieldsAt, type Path } from './schema-path.js';
import type { Problem, YamlFile } from './yaml-file.js';

type Issue = z.core.$ZodIssue;

/** Checks a file's value; every complaint of the schema becomes one line for the person who wrote the file. */
export function checkFile<T>(source: YamlFile, schema: z.ZodType<T>): T | readonly Problem[] {
  const checked = schema.safeParse(source.value);
  if (checked.success) return checked.data;
  return checked.error.issues.flatMap((issue) => complainOf(source, schema, issue));
}

function complainOf(source: YamlFile, schema: unknown, issue: Issue): readonly Problem[] {
  const at = { file: source.file, line: source.lineOf(issue.path) };
  const field = `\`${fieldName(issue.path)}\``;
  const found = valueAt(source.value, issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownField(source, schema, issue.path, key));
  }
  if (issue.code === 'invalid_type') {
    const what = found === undefined ? `missing ${field}` : `${field} is ${article(kindOf(found))}`;
    return [{ ...at, what, right: `it should be ${article(issue.expected)}` }];
  }
  if (issue.code !== 'invalid_value') return [{ ...at, what: `wrong ${field}`, right: issue.message }];
  if (found === undefined)
    return [{ ...at, what: `missing ${field}`, right: `one of ${quoted(issue.values)}` }];
  const what = `unknown value \`${inWords(found)}\` of ${field}`;
  return [{ ...at, what, right: whatWouldBeRight(inWords(found), issue.values.map(String)) }];
}

function inWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function unknownField(source: YamlFile, schema: unknown, path: Path, key: string): Problem {
  const place = path.length === 0 ? '' : ` of \`${fieldName(path)}\``;
  return {
    what: `unknown field \`${key}\`${place}`,
    file: source.file,
    line: source.lineOfKey(path, key),
    right: whatWouldBeRight(key, fieldsAt(schema, path)),
  };
}

/** `steps[3].question.text`; the document itself reads as `file`. */
function fieldName(path: Path): string {
  if (path.length === 0) return 'file';
  return path.reduce<string>(
    (name, part) =>
      typeof part === 'number' ? `${name}[${part}]` : `${name}${name === '' ? '' : '.'}${String(part)}`,
    '',
  );
}

function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const part of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, part);
  }
  return found;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  number: 'a number (put it in quotes to make it text)',
  boolean: 'true or false',
  null: 'empty',
};

function article(kind: string): string {
  return KINDS[kind] ?? kind;
}

function quoted(values: readonly unknown[]): string {
  return values.map((value) => `\`${String(value)}\``).join(', ');
}
