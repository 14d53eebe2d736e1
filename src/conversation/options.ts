import type { EvidenceCollector } from '../evidence/collector.js';
import type { Diagnose, FlowLibrary } from '../flow/index.js';
import type { Clock } from './clock.js';
import type { Surfaces } from './effects/index.js';
import type { ConversationLimits } from './limits.js';
import type { AuditAccess, Logger, Meter, Rules, SupportChannels } from './ports.js';
import type { Throttle } from './rate-limit.js';
import type { InvestigationStore } from './store.js';

/** What a conversation is made of, and what it does without. */
export interface ConversationOptions {
  readonly store: InvestigationStore;
  readonly library: FlowLibrary;
  readonly diagnose: Diagnose;
  /** Left out: nothing is ever read from AWS. */
  readonly collector?: EvidenceCollector;
  /** Left out: nobody may audit anything. */
  readonly auditAccess?: AuditAccess;
  readonly surfaces: Surfaces;
  readonly supportChannels?: SupportChannels;
  /** Left out: everybody may start, who started it answers and posts. */
  readonly rules?: Rules;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly meter?: Meter;
  readonly limits?: Partial<ConversationLimits>;
  /** Makes investigations' ids unguessable from their events' ids. The same in every process of one deployment. */
  readonly idSecret?: string;
  /** Holds up who does too much in a short time; left out: nobody is held up. */
  readonly throttle?: Throttle;
}
