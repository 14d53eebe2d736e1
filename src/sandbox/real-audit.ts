import { messageOf } from '../errors.js';
import type { AuditAccount, EvidenceCollector } from '../evidence/collector.js';
import { DONE, failed, type InteractionOutcome } from './slack-stand-in/interactions/context.js';

/** What AUDIT_CONFIG configures, opened. */
export interface OpenedAudit {
  readonly collector: EvidenceCollector;
  readonly accounts: readonly AuditAccount[];
}

/** Reading the real AWS: off until the person at this machine says yes, and only where it is configured. */
export interface RealAudit {
  readonly state: () => 'not_configured' | 'off' | 'on';
  /** Undefined until it was switched on. */
  readonly opened: () => OpenedAudit | undefined;
  switchOn(): Promise<InteractionOutcome>;
}

export function createRealAudit(open: (() => Promise<OpenedAudit>) | undefined): RealAudit {
  let opened: OpenedAudit | undefined;
  return {
    state: () => (open === undefined ? 'not_configured' : opened === undefined ? 'off' : 'on'),
    opened: () => opened,
    async switchOn() {
      if (open === undefined) return failed('AUDIT_CONFIG is not set: nothing real can be read.');
      try {
        opened = await open();
        return DONE;
      } catch (error) {
        return failed(messageOf(error));
      }
    },
  };
}
