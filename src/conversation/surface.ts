import type { Card, Rich } from '../card/card.js';
import type { Actor, Place } from './investigation.js';

/**
 * What the conversation needs of a chat platform. Expected failures come back as a value: `retry` where the platform is out or asks
 * to slow down; `gone` where it will never work (channel archived, message deleted, bot removed).
 */
export interface Surface {
  /** Posts the living message, or updates it where `place.message` is set. Returns where it is. */
  show(owner: Actor, place: Place, card: Card): Promise<Delivery<Place>>;
  /** Posts to the support channel; the permalink of the post where the platform has one. */
  postSupport(owner: Actor, channel: string, card: Card): Promise<Delivery<{ readonly permalink?: string }>>;
  /** A line that only `userId` sees. */
  notify(owner: Actor, place: Place, userId: string, text: Rich): Promise<Delivery<undefined>>;
}

export type Delivery<T> =
  | { readonly outcome: 'delivered'; readonly value: T }
  | { readonly outcome: 'retry'; readonly afterMs?: number; readonly reason: string }
  | { readonly outcome: 'gone'; readonly reason: string };
