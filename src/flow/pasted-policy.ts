import { parsePolicyDocument } from '../policy/index.js';
import { positionOfValue } from './json-position.js';
import { splitJson } from './split-json.js';

/** A policy as it was pasted, out of whatever a command has wrapped it in. */
export interface PastedPolicy {
  /** Left out: what was pasted does not say it. */
  readonly name?: string;
  readonly document: unknown;
}

export type PastedPolicies =
  | { readonly ok: true; readonly policies: readonly PastedPolicy[] }
  /** One line: what is wrong, on which line, and what would be right. */
  | { readonly ok: false; readonly problem: string };

/**
 * Reads policies that somebody pasted: documents, one after another or as a list, bare or as the AWS CLI prints them
 * (`get-bucket-policy`, `get-key-policy`, `get-role-policy`, `get-policy-version`). An empty list says that there is none.
 */
export function readPastedPolicies(text: string): PastedPolicies {
  const pieces = splitJson(text);
  if (!pieces.ok) return { ok: false, problem: `${pieces.problem}; a policy is JSON that begins with {` };
  const policies: PastedPolicy[] = [];
  for (const { value, line, source } of pieces.values) {
    for (const policy of unwrap(value)) {
      const problem = problemOf(policy, value, source, line);
      if (problem !== undefined) return { ok: false, problem };
      policies.push(policy);
    }
  }
  return { ok: true, policies };
}

/** What was pasted, short, in a form that is read as the same again. */
export function writePastedPolicies(policies: readonly PastedPolicy[]): string {
  return JSON.stringify(
    policies.map(({ name, document }) =>
      name === undefined ? document : { PolicyName: name, PolicyDocument: document },
    ),
  );
}

/**
 * https://docs.aws.amazon.com/cli/latest/reference/s3api/get-bucket-policy.html and its likes: `Policy` is text with JSON in it,
 * `PolicyDocument` and `PolicyVersion.Document` are the document itself.
 */
function unwrap(value: unknown, name?: string): readonly PastedPolicy[] {
  if (Array.isArray(value)) return value.flatMap((each: unknown) => unwrap(each));
  if (typeof value === 'string') {
    const inner = splitJson(value);
    const [only] = inner.ok ? inner.values : [];
    return only === undefined ? [named(value, name)] : unwrap(only.value, name);
  }
  const { Policy, PolicyDocument, PolicyName, PolicyVersion, Document, Statement } = fieldsOf(value);
  const own = typeof PolicyName === 'string' ? PolicyName : name;
  const inside = Policy ?? PolicyDocument ?? PolicyVersion ?? Document;
  return Statement === undefined && inside !== undefined ? unwrap(inside, own) : [named(value, own)];
}

function named(document: unknown, name: string | undefined): PastedPolicy {
  return name === undefined ? { document } : { name, document };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function problemOf(
  { document }: PastedPolicy,
  pasted: unknown,
  source: string,
  line: number,
): string | undefined {
  const [first] = parsePolicyDocument(document).problems;
  if (first === undefined) return undefined;
  const what = first.path === '$' ? first.message : `${first.path.slice(2)} ${first.message}`;
  // Inside what a command wraps a policy in, its lines are not the reader's.
  const where = document === pasted ? line + lineWithin(source, first.path) : line;
  return `Line ${where}: ${what}`;
}

/** How many lines below the first one the value at a JSON path begins, or the nearest thing around it. */
function lineWithin(source: string, path: string): number {
  const keys = [...path.matchAll(/\.([A-Za-z_]\w*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g)].map(
    ([, name, index, quoted]) =>
      name ?? (index === undefined ? String(JSON.parse(quoted ?? '""')) : Number(index)),
  );
  return source.slice(0, positionOfValue(source, keys)).split('\n').length - 1;
}
