import type { TurnContext } from 'botbuilder';
import type { Card, Rich } from '../card/card.js';
import type { SupportedAt } from '../conversation/surface.js';
import type { TeamsAdapter } from './adapter.js';
import { classifyFailure } from './delivery.js';
import { asMessage, type Message } from './messages.js';
import { linkTo, type Where } from './place.js';
import { renderCard } from './render/card.js';
import type { Names } from './render/elements.js';
import { renderPages } from './render/pages.js';
import { threadOf, write } from './write.js';

/** Posts a card where nobody can click for the rest of it: what is too long follows in its thread. */
export async function postWhole(
  adapter: TeamsAdapter,
  where: Where,
  card: Card,
  names: Names,
): Promise<SupportedAt> {
  try {
    const rendered = renderCard(card, { names });
    const pages = renderPages(rendered.cut).map(asMessage);
    return await write(adapter, where, (turn) => postWithPages(turn, where, asMessage(rendered.card), pages));
  } catch (error) {
    // Who is not in that team cannot be mentioned there: their name has to do.
    if (classifyFailure(error).kind !== 'refused' || Object.keys(names).length === 0) throw error;
    return postWhole(adapter, where, withNames(card, names), {});
  }
}

function withNames(card: Card, names: Names): Card {
  const named = (text: Rich): Rich =>
    text.map((inline) =>
      typeof inline !== 'string' && inline.kind === 'user' ? (names[inline.userId] ?? inline) : inline,
    );
  const blocks = card.blocks.map((block) => {
    if (block.kind === 'text' || block.kind === 'note') return { ...block, text: named(block.text) };
    if (block.kind !== 'facts') return block;
    return { ...block, facts: block.facts.map(({ label, value }) => ({ label, value: named(value) })) };
  });
  return { ...card, blocks };
}

/** The post is out with its card: what follows it may fail without it being posted again. */
async function postWithPages(
  turn: TurnContext,
  where: Where,
  main: Message,
  pages: readonly Message[],
): Promise<SupportedAt> {
  const sent = await turn.sendActivity(main);
  if (sent === undefined || sent.id === '') return {};
  turn.activity.conversation.id = threadOf(where, sent.id).conversation;
  for (const page of pages) await turn.sendActivity(page).catch(() => undefined);
  return { permalink: linkTo(where, sent.id), message: sent.id };
}
