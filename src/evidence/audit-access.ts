import { isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { auditConfigSchema, type AuditConfig } from './audit-config-schema.js';
import { describeIssue } from './audit-config-problems.js';
import type { AuditAccount } from './collector.js';

/** A person in chat, as the platform names them: a user id, and the ids of the user groups they are in. */
export interface ChatUser {
  /** Slack's workspace or organization, the tenant of Teams. */
  readonly workspace: string;
  readonly userId: string;
  readonly groupIds: readonly string[];
}

/** Who may audit what. Denies by default: nobody may audit an account that does not name them or a group of theirs. */
export interface AuditAccess {
  /** Every configured account; for a command at the operator's own terminal, never for a chat user. */
  readonly accounts: readonly AuditAccount[];
  /** The groups that are named anywhere: the only ones whose members need to be looked up. */
  readonly groupIds: readonly string[];
  /** The accounts that this person may audit; empty means: none. */
  accountsFor(user: ChatUser): readonly AuditAccount[];
  mayAudit(user: ChatUser, account: string): boolean;
  readonly rules: ChatRules;
}

/** Who may do what besides auditing. What is left out: everybody may start; who started it answers; who answers posts; all is told. */
export interface ChatRules {
  readonly start?: People & { readonly channels: readonly string[] };
  /** Besides who started it. */
  readonly answer?: People;
  readonly post?: People;
  /** The channel that every audit is recorded in. */
  readonly records: { readonly slack?: string; readonly teams?: string };
  /** What a support post tells. */
  readonly share: { readonly accountIds: boolean; readonly policies: boolean };
}

export interface People {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

export type ParsedAuditAccess =
  | { readonly outcome: 'ok'; readonly access: AuditAccess }
  | { readonly outcome: 'problems'; readonly problems: readonly string[] };

/**
 * The content of the `AUDIT_CONFIG` file. Problems are one line each: what, in which file and line, and what would be right.
 * `fileName` is only used to say where.
 */
export function parseAuditAccess(text: string, fileName: string): ParsedAuditAccess {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return problems(
      document.errors.map((error) => {
        const { line } = lines.linePos(error.pos[0]);
        return `${error.message.split('\n')[0]} in ${fileName}, line ${line}; it has to be YAML`;
      }),
    );
  }
  if (document.contents === null)
    return problems([`${fileName} says nothing; it needs the list \`accounts\`, at least \`accounts: []\``]);
  const plain = plainOf(document);
  if (plain === undefined) return problems([`too many aliases in ${fileName}, line 1; write the values out`]);
  const parsed = auditConfigSchema.safeParse(plain.value);
  if (parsed.success) return { outcome: 'ok', access: createAuditAccess(parsed.data) };
  const place = (path: readonly PropertyKey[]) => `${fileName}, line ${lineOf(document, lines, path) ?? 1}`;
  const source = (path: readonly PropertyKey[]) => sourceOf(document, path);
  return problems(parsed.error.issues.flatMap((issue) => describeIssue(issue, place, source)));
}

/** undefined: an alias bomb, the only thing that the library throws on here. */
function plainOf(document: Document): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS() };
  } catch {
    return undefined;
  }
}

function createAuditAccess(config: AuditConfig): AuditAccess {
  const entries = config.accounts.map((entry) => ({
    account: toAuditAccount(entry),
    users: new Set(entry.allow.users),
    groups: new Set(entry.allow.groups),
    workspaces: entry.allow.workspaces,
  }));
  const accountsFor = ({ workspace, userId, groupIds }: ChatUser) =>
    entries
      // Slack's ids of people are theirs within their workspace only.
      .filter(({ workspaces }) => workspaces === undefined || workspaces.includes(workspace))
      .filter(({ users, groups }) => users.has(userId) || groupIds.some((id) => groups.has(id)))
      .map(({ account }) => account);
  return {
    accounts: entries.map(({ account }) => account),
    groupIds: [...new Set(config.accounts.flatMap((entry) => entry.allow.groups))],
    accountsFor,
    mayAudit: (user, account) => accountsFor(user).some((allowed) => allowed.account === account),
    rules: rulesOf(config),
  };
}

function rulesOf({ start, answer, post, records, share }: AuditConfig): ChatRules {
  const { slack, teams } = records ?? {};
  return {
    ...(start === undefined ? {} : { start }),
    ...(answer === undefined ? {} : { answer }),
    ...(post === undefined ? {} : { post }),
    records: { ...(slack === undefined ? {} : { slack }), ...(teams === undefined ? {} : { teams }) },
    share: share ?? { accountIds: true, policies: true },
  };
}

function toAuditAccount(entry: AuditConfig['accounts'][number]): AuditAccount {
  return {
    account: entry.id,
    roleArn: entry.role,
    externalId: entry.externalId,
    ...(entry.region === undefined ? {} : { region: entry.region }),
    ...(entry.organization === undefined ? {} : { organization: entry.organization }),
    ...(entry.trailLogGroup === undefined ? {} : { trailLogGroup: entry.trailLogGroup }),
  };
}

function problems(lines: readonly string[]): ParsedAuditAccess {
  return { outcome: 'problems', problems: lines };
}

/** The line of a node, or of its nearest ancestor that is written down: a missing field has no line of its own. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return undefined;
}

/** Where a node starts; for a field of a mapping, where its name stands. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  const parent: unknown = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
  const name = path.at(-1);
  if (hasItems(parent)) {
    const pair = parent.items.find((item) => hasKey(item) && isScalar(item.key) && item.key.value === name);
    if (hasKey(pair) && isScalar(pair.key)) return pair.key.range?.[0];
  }
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  return hasRange(node) ? node.range[0] : undefined;
}

/** A scalar as it is written in the file, before YAML made a number of it; empty for a list or mapping. */
function sourceOf(document: Document, path: readonly PropertyKey[]): string | undefined {
  const node: unknown = document.getIn(path, true);
  if (isScalar(node)) return node.value === null ? undefined : (node.source ?? '');
  return node === undefined || node === null ? undefined : '';
}

function hasItems(node: unknown): node is { readonly items: readonly unknown[] } {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items);
}

function hasKey(item: unknown): item is { readonly key: unknown } {
  return typeof item === 'object' && item !== null && 'key' in item;
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
