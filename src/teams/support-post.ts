import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { TurnContext } from 'botbuilder';
import type { Card, Rich } from '../card/card.js';
import type { RecordStore } from '../conversation/records.js';
import type { SupportedAt } from '../conversation/surface.js';
import type { TeamsAdapter } from './adapter.js';
import { classifyFailure } from './delivery.js';
import { asMessage, type Message } from './messages.js';
import { linkTo, type Where } from './place.js';
import { renderCard } from './render/card.js';
import type { Names } from './render/elements.js';
import { renderPages } from './render/pages.js';
import { threadOf, write } from './write.js';

/** What came of a post: `lost` says why what was too long for it could not follow, where that will never work. */
export interface PostedWhole extends SupportedAt {
  readonly lost?: string;
}

/**
 * Posts a card where nobody can click for the rest of it: what is too long follows in its thread. Rejects while Teams is out; called
 * again with the same card, it goes on where it was.
 */
export async function postWhole(
  { adapter, records }: { readonly adapter: TeamsAdapter; readonly records: RecordStore },
  where: Where,
  card: Card,
  names: Names,
): Promise<PostedWhole> {
  const progress = createProgress(records, where, card);
  const before = await progress.read();
  const done = before ?? (await postMain(adapter, where, card, names));
  const { message } = done;
  if (message === undefined) return {};
  const pages = renderPages(renderCard(card, { names }).cut).map(asMessage);
  const lost = await postPages(adapter, threadOf(where, message), pages.slice(done.pages), async (count) =>
    progress.write({ message, pages: done.pages + count }),
  );
  if (pages.length > 0) await progress.clear();
  return { permalink: linkTo(where, message), message, ...(lost === undefined ? {} : { lost }) };
}

interface Done {
  /** undefined: Teams did not say which message it is. */
  readonly message?: string | undefined;
  readonly pages: number;
}

async function postMain(adapter: TeamsAdapter, where: Where, card: Card, names: Names): Promise<Done> {
  try {
    const main = asMessage(renderCard(card, { names }).card);
    const sent = await write(adapter, where, (turn) => turn.sendActivity(main));
    return { message: sent === undefined || sent.id === '' ? undefined : sent.id, pages: 0 };
  } catch (error) {
    // Who is not in that team cannot be mentioned there: their name has to do.
    if (classifyFailure(error).kind !== 'refused' || Object.keys(names).length === 0) throw error;
    return postMain(adapter, where, withNames(card, names), {});
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

/** Writes down after each how many are out. Resolves with why the rest never will be. */
async function postPages(
  adapter: TeamsAdapter,
  thread: Where,
  pages: readonly Message[],
  out: (count: number) => Promise<void>,
): Promise<string | undefined> {
  if (pages.length === 0) return undefined;
  await out(0);
  const send = async (turn: TurnContext): Promise<void> => {
    for (const [index, page] of pages.entries()) {
      await turn.sendActivity(page);
      await out(index + 1);
    }
  };
  try {
    await write(adapter, thread, send);
    return undefined;
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind === 'passing') throw error;
    return failure.reason;
  }
}

const progressSchema = z.object({ message: z.string(), pages: z.number().int().min(0) });
/** Longer than an outage that anybody waits for. */
const TTL_SECONDS = 24 * 60 * 60;

/** How far a post has come, so that what is tried again goes on from there, in whatever process. */
function createProgress(records: RecordStore, { conversation, tenant }: Where, card: Card) {
  const about = createHash('sha256')
    .update(JSON.stringify([tenant, conversation, card]))
    .digest('base64url');
  const key = `teams-post:${about}`;
  return {
    read: async (): Promise<Done | undefined> => {
      const text = await records.get(key);
      return text === undefined ? undefined : progressSchema.parse(JSON.parse(text));
    },
    write: (done: z.infer<typeof progressSchema>) => records.set(key, JSON.stringify(done), TTL_SECONDS),
    clear: () => records.delete(key),
  };
}
