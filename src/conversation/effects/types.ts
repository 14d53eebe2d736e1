import type { ConversationEvent } from '../events.js';
import type { EvidenceCollector } from '../../evidence/collector.js';
import type { Interviewer } from '../interviewer.js';
import type { Investigation, Place } from '../investigation.js';
import type { ConversationLimits } from '../limits.js';
import type { AuditAccess, Logger, Meter, Shared, SupportChannels } from '../ports.js';
import type { EffectOutcome } from '../store.js';
import type { Surface, SupportedAt } from '../surface.js';

export type Surfaces = Readonly<Record<'slack' | 'teams', Surface | undefined>>;

/** What running an effect needs of the rest of the conversation. */
export interface EffectDeps {
  readonly load: (investigationId: string) => Promise<Investigation | undefined>;
  /** Takes an event of the bot's own through the transition; false: it came too late, or the investigation has expired. */
  readonly report: (investigationId: string, eventId: string, event: ConversationEvent) => Promise<boolean>;
  readonly interviewer: Interviewer;
  readonly collector: EvidenceCollector | undefined;
  readonly auditAccess: AuditAccess;
  readonly surfaces: Surfaces;
  readonly supportChannels: SupportChannels;
  readonly records: SupportChannels;
  readonly share: Shared;
  readonly limits: ConversationLimits;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Aborts when the process drains: what takes long is given back. */
  readonly signal: AbortSignal;
  readonly unwritten: Unwritten;
}

/**
 * What this process has posted but could not write down yet (the store was away): so it is not posted a second time. By the
 * investigation's id, and for support posts with the diagnosis' fingerprint.
 */
export interface Unwritten {
  readonly places: Map<string, UnwrittenPlace>;
  readonly posts: Map<string, SupportedAt>;
}

/** Counts only while the investigation's place is still the one that it was shown from. */
export interface UnwrittenPlace {
  readonly from: Place;
  readonly place: Place;
}

export function createUnwritten(): Unwritten {
  return { places: new Map(), posts: new Map() };
}

export const DONE: EffectOutcome = { outcome: 'done' };
