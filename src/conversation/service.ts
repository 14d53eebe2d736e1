import type { Rich } from '../card/card.js';
import type { Actor, Investigation, InvestigationDetails, Place } from './investigation.js';

/** What a surface tells the conversation. `eventId` repeats on every retry of the same click. */
export type InvestigationEvent =
  | { readonly kind: 'answer.submitted'; readonly step: string; readonly option: string }
  | { readonly kind: 'details.edited'; readonly details: InvestigationDetails }
  | { readonly kind: 'recheck.requested' }
  | { readonly kind: 'support.requested' }
  | { readonly kind: 'how_to.toggled'; readonly step: string }
  | { readonly kind: 'checks.toggled' }
  | { readonly kind: 'feedback.given'; readonly solved: boolean };

export interface StartRequest {
  readonly eventId: string;
  readonly actor: Actor;
  readonly place: Place;
  readonly details: InvestigationDetails;
}

export type StartOutcome = { readonly outcome: 'started' | 'repeated'; readonly investigationId: string };

/**
 * `stale`: it was answered already; nothing changed, the card is shown afresh. `message` is for that person only, and a `Rich`
 * because it may mention somebody: each surface writes a mention its own way.
 */
export type HandleOutcome =
  | { readonly outcome: 'applied' | 'repeated' }
  | { readonly outcome: 'stale'; readonly message: Rich }
  | { readonly outcome: 'forbidden'; readonly message: Rich }
  | { readonly outcome: 'not_found'; readonly message: Rich };

/** Behind every surface. Each method throws `StoreUnavailableError` where the store does not answer in time. */
export interface ConversationService {
  /** The investigation's id follows from the event's, so that a retried start is one investigation. */
  start(request: StartRequest): Promise<StartOutcome>;
  handle(
    investigationId: string,
    eventId: string,
    actor: Actor,
    event: InvestigationEvent,
  ): Promise<HandleOutcome>;
  load(investigationId: string): Promise<Investigation | undefined>;
  /** Whether this person may have the audit read at all: the intake offers it only then. */
  mayAudit(actor: Actor): Promise<boolean>;
  /** `forbidden` where this person may not act on it; else undefined. */
  refuse(investigation: Investigation, actor: Actor): HandleOutcome | undefined;
}
