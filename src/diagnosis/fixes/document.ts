import { isRecord } from '../json.js';

/** A policy as data that a fix may change: never the original, always a copy. */
export interface PolicyDraft {
  readonly Version: string;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

const LANGUAGE = '2012-10-17';

/** Reads a policy loosely: what is no object is left out; a single statement becomes a list. Other members (`Id`) are kept. */
export function draftOf(document: unknown): PolicyDraft {
  const parsed = typeof document === 'string' ? parseJson(document) : document;
  if (!isRecord(parsed)) return { Version: LANGUAGE, Statement: [] };
  const list = Array.isArray(parsed['Statement']) ? parsed['Statement'] : [parsed['Statement']];
  const version = parsed['Version'];
  return {
    ...parsed,
    Version: typeof version === 'string' ? version : LANGUAGE,
    Statement: list.filter((statement): statement is Record<string, unknown> => isRecord(statement)),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Adds a statement unless the same one is there already. */
export function withStatement(draft: PolicyDraft, statement: Readonly<Record<string, unknown>>): PolicyDraft {
  const text = JSON.stringify(statement);
  if (draft.Statement.some((existing) => JSON.stringify(existing) === text)) return draft;
  return { ...draft, Statement: [...draft.Statement, statement] };
}

/** Changes one statement, by position. */
export function changeStatement(
  draft: PolicyDraft,
  index: number,
  change: (statement: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): PolicyDraft {
  return {
    ...draft,
    Statement: draft.Statement.map((statement, at) => (at === index ? change(statement) : statement)),
  };
}
