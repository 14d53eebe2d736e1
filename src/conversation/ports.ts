import type { AuditAccount } from '../evidence/collector.js';
import type { Rich } from '../card/card.js';
import type { Actor } from './investigation.js';

/** What the conversation logs to: ids and outcomes, never policies, texts of people or credentials. pino fits. */
export interface Logger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Where results may be posted to, on each surface; left out: nowhere, and it is not offered there. */
export type SupportChannels = Readonly<Partial<Record<Actor['surface'], string>>>;

/** Which accounts a person may have audited. May ask the chat platform for the person's groups, so it may throw. */
export interface AuditAccess {
  auditable(actor: Actor): Promise<readonly AuditAccount[]>;
}

export const NO_LOGGER: Logger = { info: () => {}, warn: () => {}, error: () => {} };

/** What the conversation counts. Names come from fixed sets, never from what people type. */
export interface Meter {
  countEffect(kind: string, outcome: string, seconds: number): void;
  countDiagnosis(cause: string, status: string): void;
  countFeedback(solved: boolean): void;
  countAuditCall(call: string, outcome: string): void;
}

export const NO_METER: Meter = {
  countEffect: () => {},
  countDiagnosis: () => {},
  countFeedback: () => {},
  countAuditCall: () => {},
};

/** Whether a person may do something; where not, who may, in words for that person. */
export type Permission =
  | { readonly outcome: 'allowed' }
  | { readonly outcome: 'refused'; readonly who: Rich };

export const ALLOWED: Permission = { outcome: 'allowed' };

/** Who may do what besides auditing. May ask the chat platform for a person's groups, so each method may reject. */
export interface Rules {
  start(actor: Actor, channel: string): Promise<Permission>;
  /** In an investigation of somebody else. */
  answer(actor: Actor): Promise<Permission>;
  /** `byDefault`: where nobody is named. */
  post(actor: Actor, byDefault: () => Promise<Permission>): Promise<Permission>;
  /** Where audits are recorded, on each surface; left out: in the log alone. */
  readonly records: SupportChannels;
  readonly share: Shared;
}

/** What a support post tells. */
export interface Shared {
  readonly accountIds: boolean;
  readonly policies: boolean;
}

/** Everybody may start, who started it answers and posts, and everything is told. */
export const OPEN_RULES: Rules = {
  start: async () => ALLOWED,
  answer: async () => ({ outcome: 'refused', who: [] }),
  post: (_actor, byDefault) => byDefault(),
  records: {},
  share: { accountIds: true, policies: true },
};
