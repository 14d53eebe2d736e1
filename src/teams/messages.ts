import { type Activity, CardFactory } from 'botbuilder';
import type { Rich } from '../card/card.js';
import { type Json, type Names, plainText } from './render/elements.js';

export type Message = Partial<Activity>;

/** A card as a message; `summary` is what a notification shows. */
export function asMessage(card: Json): Message {
  const { fallbackText } = card;
  return {
    type: 'message',
    attachments: [CardFactory.adaptiveCard({ ...card })],
    ...(typeof fallbackText === 'string' ? { summary: fallbackText } : {}),
  };
}

/** A message that is no card, and no markup. */
export function lineOf(text: Rich, names?: Names): Message {
  return { type: 'message', text: plainText(text, names), textFormat: 'plain' };
}
