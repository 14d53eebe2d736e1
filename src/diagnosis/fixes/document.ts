import { isRecord } from '../json.js';

/** A policy as data that a fix may change: never the original, always a copy, its members in the order in which they stood. */
export type PolicyDraft = Readonly<Record<string, unknown>>;

export type StatementDraft = Readonly<Record<string, unknown>>;

const LANGUAGE = '2012-10-17';

/** The policy as it reads today; one that is absent or no policy at all begins as an empty one. */
export function draftOf(document: unknown): PolicyDraft {
  return policyOf(document) ?? { Version: LANGUAGE, Statement: [] };
}

/** A policy given as JSON or as its text; undefined where it is neither. */
export function policyOf(document: unknown): PolicyDraft | undefined {
  const parsed = typeof document === 'string' ? parseJson(document) : document;
  return isRecord(parsed) ? parsed : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** INVARIANT: positions are those of the document as it was read, which is how the policy engine counts. */
export function statementsOf({ Statement: list }: PolicyDraft): readonly unknown[] {
  if (Array.isArray(list)) return list;
  return list === undefined ? [] : [list];
}

/** Policy variables (`${aws:username}`, `${*}`) mean something only in the language of 2012; a policy without a Version is in that of 2008. */
export function hasVariables({ Version: version }: PolicyDraft): boolean {
  return version === LANGUAGE;
}

/** Appends a statement unless the same one is there already. */
export function withStatement(draft: PolicyDraft, statement: StatementDraft): PolicyDraft {
  const text = JSON.stringify(statement);
  const statements = statementsOf(draft);
  if (statements.some((existing) => JSON.stringify(existing) === text)) return draft;
  return { ...draft, Statement: [...statements, statement] };
}

/** Changes one statement, by position; a policy of one statement that is no list stays none. */
export function changeStatement(
  draft: PolicyDraft,
  index: number,
  change: (statement: StatementDraft) => StatementDraft,
): PolicyDraft {
  const changed = statementsOf(draft).map((statement, at) =>
    at === index && isRecord(statement) ? change(statement) : statement,
  );
  return { ...draft, Statement: Array.isArray(draft['Statement']) ? changed : changed[0] };
}
