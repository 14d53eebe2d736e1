import { z } from 'zod';
import { messageOf } from '../errors.js';
import { whatWouldBeRight } from '../nearest.js';
import { type Snapshot, snapshotSchema } from './snapshot.js';

type Path = readonly PropertyKey[];
type Schema = z.core.$ZodType;

export type ReadSnapshot =
  | { readonly outcome: 'ok'; readonly snapshot: Snapshot }
  /** `where`: the place in the text, as `, line 3, column 7`; empty where the problem names the field. */
  | { readonly outcome: 'wrong'; readonly where: string; readonly problem: string };

/** Reads a snapshot from the text of its file. */
export function readSnapshotText(text: string): ReadSnapshot {
  const json = parseJson(text);
  if (json.outcome === 'wrong') return json;
  const problem = snapshotProblem(json.document);
  if (problem !== undefined) return { outcome: 'wrong', where: '', problem };
  return { outcome: 'ok', snapshot: snapshotSchema.parse(json.document) };
}

function parseJson(
  text: string,
): { readonly outcome: 'ok'; readonly document: unknown } | Extract<ReadSnapshot, { outcome: 'wrong' }> {
  try {
    const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return { outcome: 'ok', document };
  } catch (error) {
    const position = /at position (\d+)/.exec(messageOf(error))?.[1];
    const before = position === undefined ? undefined : text.slice(0, Number(position)).split('\n');
    const where =
      before === undefined ? '' : `, line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    const problem = 'it is not JSON; `s3denied collect --output FILE` writes a snapshot';
    return { outcome: 'wrong', where, problem };
  }
}

/** One line on the first thing that is wrong with a snapshot: what, where, and what would be right. undefined: nothing is. */
function snapshotProblem(document: unknown): string | undefined {
  const parsed = snapshotSchema.safeParse(document);
  const issues = parsed.error?.issues ?? [];
  // A misspelt field is missing by its right name, too: the misspelling is what tells.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  return issue === undefined ? undefined : describe(issue, document);
}

function describe(issue: z.core.$ZodIssue, document: unknown): string {
  const where = inWords(issue.path);
  const value = valueAt(document, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [field = ''] = issue.keys;
      return `unknown field \`${field}\` in ${where}; ${whatWouldBeRight(field, fieldsAt(issue.path))}`;
    }
    case 'invalid_value': {
      const known = issue.values.map((each) => JSON.stringify(each));
      if (value === undefined) return `${where} is missing; it has to be ${known.join(' or ')}`;
      return `${where} is ${show(value)}; ${whatWouldBeRight(show(value), known)}`;
    }
    case 'invalid_type':
      return value === undefined
        ? `${where} is missing; it has to be ${kindOf(issue.expected)}`
        : `${where} is ${show(value)}; it has to be ${kindOf(issue.expected)}`;
    default:
      return `${where} is ${show(value)}; ${issue.message}`;
  }
}

function inWords(path: Path): string {
  const words = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return words === '' ? 'the snapshot' : words.slice(1);
}

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  record: 'an object',
  string: 'a string',
  boolean: 'true or false',
  number: 'a number',
};

function kindOf(expected: string): string {
  return KINDS[expected] ?? expected;
}

/** A value, short enough for a line; of lists and objects only that they are. */
function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}

function valueAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === String(part))?.[1];
  }
  return value;
}

/** The fields that the schema knows at a path. */
function fieldsAt(path: Path): readonly string[] {
  let schema: Schema | undefined = snapshotSchema;
  for (const part of path) schema = schema === undefined ? undefined : childOf(bare(schema), part);
  const found = schema === undefined ? undefined : bare(schema);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

function childOf(schema: Schema, part: PropertyKey): Schema | undefined {
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (!(schema instanceof z.ZodObject)) return undefined;
  const shape: Readonly<Record<string, Schema>> = schema.shape;
  return shape[String(part)];
}

function bare(schema: Schema): Schema {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? bare(schema.unwrap()) : schema;
}
