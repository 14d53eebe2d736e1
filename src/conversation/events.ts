import type { CollectedEvidence } from '../evidence/collector.js';
import type { CollectionFailure, Place } from './investigation.js';
import type { InvestigationEvent } from './service.js';
import type { SupportedAt } from './surface.js';

/** What the effects report back: taken through the same transition and the same atomic write as a click. */
export type InternalEvent =
  | { readonly kind: 'investigation.shown'; readonly place: Place }
  /** Somebody looks at a message of it, which tells where that is. Nothing else changes. */
  | { readonly kind: 'message.seen' }
  /** The living message cannot be shown any more (deleted, archived, bot removed). */
  | { readonly kind: 'investigation.unreachable'; readonly reason: string }
  | { readonly kind: 'evidence.collected'; readonly audit: number; readonly collected: CollectedEvidence }
  | { readonly kind: 'evidence.failed'; readonly audit: number; readonly failure: CollectionFailure }
  | ({ readonly kind: 'support.posted'; readonly fingerprint: string } & SupportedAt)
  | { readonly kind: 'support.failed'; readonly fingerprint: string; readonly reason: string };

export type ConversationEvent = InvestigationEvent | InternalEvent;
