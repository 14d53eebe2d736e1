import type { Card, Rich } from '../card/card.js';
import type { Actor, Place } from './investigation.js';
import type { Withdrawal } from './store.js';

/**
 * What the conversation needs of a chat platform. Expected failures come back as a value: `retry` where the platform is out or asks
 * to slow down; `gone` where it will never work (channel archived, message deleted, bot removed).
 */
export interface Surface {
  /** Posts the living message, or updates it where `place.message` is set. Returns where it is. */
  show(owner: Actor, place: Place, card: Card): Promise<Delivery<Place> & Unfinished>;
  /** Posts to the support channel. `name`: the same whenever this very post is tried again, though its card may read otherwise. */
  postSupport(owner: Actor, channel: string, card: Card, name: string): Promise<Delivery<SupportedAt>>;
  /** A line that only `userId` sees. */
  notify(owner: Actor, place: Place, userId: string, text: Rich): Promise<Delivery<undefined>>;
  /** Left out: what takes more than the above is not offered there. */
  readonly more?: MoreSurface;
}

/** The message is out, and what hangs in its thread is not: to be shown once more, which posts nothing twice. */
export interface Unfinished {
  readonly unfinished?: { readonly afterMs?: number };
}

/** What not every platform can do. */
export interface MoreSurface {
  /** A reply to a post in the support channel; `name` as above. */
  reply(
    owner: Actor,
    channel: string,
    message: string,
    card: Card,
    name: string,
  ): Promise<Delivery<undefined>>;
  /** Takes a living message back, with what hangs in its thread: in a channel that it was moved from, a line says so. */
  withdraw(owner: Actor, place: Place, because: Withdrawal): Promise<Delivery<undefined>>;
}

/** Where a support post is, as far as the platform tells. */
export interface SupportedAt {
  readonly permalink?: string;
  /** What a reply to it names. */
  readonly message?: string;
}

export type Delivery<T> =
  | { readonly outcome: 'delivered'; readonly value: T }
  /** `done`: the platform did not answer, so that it may have taken it. */
  | { readonly outcome: 'retry'; readonly afterMs?: number; readonly reason: string; readonly done?: 'maybe' }
  /** `inWords`: what the person can do about it, where the platform's own reason says little. No full stop. */
  | { readonly outcome: 'gone'; readonly reason: string; readonly inWords?: string };
