import type { Card, Rich } from '../../../src/card/card.js';
import type { Place } from '../../../src/conversation/investigation.js';
import type { Withdrawal } from '../../../src/conversation/store.js';
import type { Delivery, SupportedAt, Surface } from '../../../src/conversation/surface.js';

export interface Shown {
  readonly place: Place;
  readonly card: Card;
  /** true: a new message; false: an update. */
  readonly posted: boolean;
}

/** A chat platform that remembers what it was given, and fails when told. */
export class RecordingSurface implements Surface {
  readonly shown: Shown[] = [];
  readonly support: { readonly channel: string; readonly card: Card }[] = [];
  readonly notices: { readonly userId: string; readonly text: Rich }[] = [];
  /** Where each notice was given. */
  readonly noticedAt: Place[] = [];
  /** Consumed one by one, before anything is delivered. */
  readonly failures: Delivery<never>[] = [];
  /** Likewise, for support posts only. */
  readonly supportFailures: Delivery<never>[] = [];
  /** How long each delivery takes. */
  delayMs = 0;
  #running = 0;
  /** The most deliveries that were under way at once. */
  mostAtOnce = 0;

  async show(_owner: unknown, place: Place, card: Card): Promise<Delivery<Place>> {
    return this.#deliver(() => {
      const message = place.message ?? `ts-${this.shown.length + 1}`;
      const at = { ...place, message, permalink: `https://chat.example/${message}` };
      this.shown.push({ place: at, card, posted: place.message === undefined });
      return at;
    });
  }

  async postSupport(_owner: unknown, channel: string, card: Card): Promise<Delivery<SupportedAt>> {
    const failure = this.supportFailures.shift();
    if (failure !== undefined) return failure;
    return this.#deliver(() => {
      this.support.push({ channel, card });
      const message = `support-${this.support.length}`;
      return { permalink: `https://chat.example/${message}`, message };
    });
  }

  async notify(_owner: unknown, place: Place, userId: string, text: Rich): Promise<Delivery<undefined>> {
    return this.#deliver(() => {
      this.noticedAt.push(place);
      this.notices.push({ userId, text });
      return undefined;
    });
  }

  readonly replies: { readonly channel: string; readonly message: string; readonly card: Card }[] = [];
  readonly withdrawn: { readonly place: Place; readonly because: Withdrawal }[] = [];
  readonly more: NonNullable<Surface['more']> = {
    reply: (_owner, channel, message, card) =>
      this.#deliver(() => {
        this.replies.push({ channel, message, card });
        return undefined;
      }),
    withdraw: (_owner, place, because) =>
      this.#deliver(() => {
        this.withdrawn.push({ place, because });
        return undefined;
      }),
  };

  get last(): Card | undefined {
    return this.shown.at(-1)?.card;
  }

  async #deliver<T>(act: () => T): Promise<Delivery<T>> {
    this.#running += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#running);
    try {
      if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
      return this.failures.shift() ?? { outcome: 'delivered', value: act() };
    } finally {
      this.#running -= 1;
    }
  }
}

/** The action ids of a card's buttons, in order. */
export function buttonsOf(card: Card | undefined): readonly string[] {
  return (card?.blocks ?? []).flatMap((block) =>
    block.kind === 'buttons' ? block.buttons.map(({ actionId }) => actionId) : [],
  );
}

/** The actions that a card's menus offer, in order. */
export function choicesOf(card: Card | undefined): readonly string[] {
  return (card?.blocks ?? []).flatMap((block) =>
    block.kind === 'choices'
      ? block.choices.flatMap(({ actionId, options }) => options.map(({ value }) => `${actionId}:${value}`))
      : [],
  );
}

/** All that a card says, as one text. */
export function textOf(card: Card | undefined): string {
  return JSON.stringify(card?.blocks ?? []);
}
