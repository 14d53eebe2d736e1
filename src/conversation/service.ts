import type { Card, Inline, Rich } from '../card/card.js';
import type { SnippetFormat } from '../diagnosis/types.js';
import type { Actor, Investigation, InvestigationDetails, Place } from './investigation.js';

/** What a surface tells the conversation. `eventId` repeats on every retry of the same click. */
export type InvestigationEvent =
  /** `value`: what was typed or pasted, where the option asks for something. */
  | {
      readonly kind: 'answer.submitted';
      readonly step: string;
      readonly option: string;
      readonly value?: string;
    }
  /** Asks an answered question again; while it is being asked, the answer stands as it is after all. */
  | { readonly kind: 'change.toggled'; readonly step: string }
  | { readonly kind: 'flow.switched'; readonly flowId: string }
  | { readonly kind: 'details.edited'; readonly details: InvestigationDetails }
  | { readonly kind: 'recheck.requested' }
  /** On from a result, for causes that may stand in the way beside those that were found. */
  | { readonly kind: 'further.requested' }
  /** Back to the result, before all of those questions are answered. */
  | { readonly kind: 'further.ended' }
  | { readonly kind: 'support.requested' }
  | { readonly kind: 'how_to.toggled'; readonly step: string }
  | { readonly kind: 'checks.toggled' }
  | { readonly kind: 'format.chosen'; readonly format: SnippetFormat }
  /** A person's words to those in the support channel, under the post. */
  | { readonly kind: 'note.added'; readonly text: string }
  /** The result, in a channel that `userId` chose. */
  | { readonly kind: 'share.requested'; readonly channel: string; readonly userId: string }
  /** From a channel into a direct message. */
  | { readonly kind: 'privacy.requested' }
  /** The living message afresh, at the end of the direct messages. */
  | { readonly kind: 'resume.requested' }
  | { readonly kind: 'deletion.requested' }
  | { readonly kind: 'feedback.given'; readonly solved: boolean };

/** What a surface needs to ask for the value of an option. */
export interface ValueDialog {
  readonly step: string;
  readonly option: string;
  readonly question: string;
  readonly label: string;
  readonly hint?: string;
  readonly example: string;
  /** `policy`: some thousand characters in many lines. */
  readonly length: 'line' | 'policy';
}

/** One investigation as a list tells it. */
export interface RecentInvestigation {
  readonly id: string;
  readonly started: Inline;
  /** What was denied: `GetObject on s3://…`. */
  readonly title: string;
  /** How far it has come, in words. */
  readonly state: string;
  readonly place: Place;
  /** Whether its result can be posted to support now. */
  readonly postable: boolean;
  /** Whether there is a result that can be shown to others. */
  readonly shareable: boolean;
}

export interface StartRequest {
  readonly eventId: string;
  readonly actor: Actor;
  readonly place: Place;
  readonly details: InvestigationDetails;
}

/** Nothing was done: this person may not. */
export interface Forbidden {
  readonly outcome: 'forbidden';
  readonly message: Rich;
}

export type StartOutcome =
  | { readonly outcome: 'started' | 'repeated'; readonly investigationId: string }
  | Forbidden;

/**
 * `stale`: it was answered already; nothing changed, the card is shown afresh. `message` is for that person only, and a `Rich`
 * because it may mention somebody: each surface writes a mention its own way.
 */
export type HandleOutcome =
  | { readonly outcome: 'applied' | 'repeated' }
  | { readonly outcome: 'stale'; readonly message: Rich }
  | Forbidden
  | { readonly outcome: 'not_found'; readonly message: Rich }
  /** Nothing was taken yet: the option asks for a value, to come with the same event. */
  | { readonly outcome: 'needs_value'; readonly dialog: ValueDialog }
  /** Nothing was taken: the value is no such thing. */
  | { readonly outcome: 'invalid'; readonly message: Rich };

/** On which of the conversation's messages a click was made. */
export type ClickedMessage = Required<Pick<Place, 'channel' | 'message'>>;

/** Behind every surface. Each method throws `StoreUnavailableError` where the store does not answer in time. */
export interface ConversationService {
  /** The investigation's id follows from the event's, so that a retried start is one investigation. */
  start(request: StartRequest): Promise<StartOutcome>;
  handle(
    investigationId: string,
    eventId: string,
    actor: Actor,
    event: InvestigationEvent,
    clicked?: ClickedMessage,
  ): Promise<HandleOutcome>;
  load(investigationId: string): Promise<Investigation | undefined>;
  /**
   * What the living message shows now, for those who may act on it; undefined: it is gone, or not theirs. `seen`: on which message they
   * look at it.
   */
  card(investigationId: string, actor: Actor, seen?: ClickedMessage): Promise<Card | undefined>;
  /** Whether this person may have the audit read at all: the intake offers it only then. */
  mayAudit(actor: Actor): Promise<boolean>;
  /** What this person started lately, the latest first; best effort. */
  recent(actor: Actor): Promise<readonly RecentInvestigation[]>;
  /** The ids of the accounts that this person may have read. */
  auditable(actor: Actor): Promise<readonly string[]>;
  /** `forbidden` where this person may not start one there, so that nobody fills in a form for nothing; else undefined. */
  refuseStart(actor: Actor, channel: string): Promise<Forbidden | undefined>;
  /** Who was denied, by what this person said of it last time; best effort. */
  usualPrincipal(actor: Actor): Promise<string | undefined>;
  /** `forbidden` where this person may not act on it; else undefined. */
  refuse(investigation: Investigation, actor: Actor): Promise<HandleOutcome | undefined>;
}
