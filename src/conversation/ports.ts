import type { AuditAccount } from '../evidence/collector.js';
import type { Actor } from './investigation.js';

/** What the conversation logs to: ids and outcomes, never policies, texts of people or credentials. pino fits. */
export interface Logger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

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
