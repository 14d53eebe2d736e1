import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { TurnContext } from 'botbuilder';
import type { Card, Rich } from '../card/card.js';
import type { RecordStore } from '../conversation/records.js';
import type { SupportedAt } from '../conversation/surface.js';
import type { TeamsAdapter } from './adapter.js';
import { classifyFailure } from './delivery.js';
import { asMessage } from './messages.js';
import { linkTo, type Where } from './place.js';
import { renderCard } from './render/card.js';
import type { Json, Names } from './render/elements.js';
import { markedPage, renderPages } from './render/pages.js';
import { threadOf, write } from './write.js';

/** What came of a post: `lost` says why what was too long for it could not follow, where that will never work. */
export interface PostedWhole extends SupportedAt {
  readonly lost?: string;
}

/** A card where nobody can click for the rest of it. */
export interface Post {
  readonly where: Where;
  readonly card: Card;
  readonly names: Names;
  /** The same whenever it is tried again. */
  readonly name: string;
}

/**
 * Posts a card; what is too long for it follows in its thread. Rejects while Teams is out. Called again, in whatever process, it goes on
 * where it was, and a page that may be there already says so.
 */
export async function postWhole(
  { adapter, records }: { readonly adapter: TeamsAdapter; readonly records: RecordStore },
  { where, card, names, name }: Post,
): Promise<PostedWhole> {
  const progress = createProgress(records, where, name);
  const before = await progress.read();
  const message = before?.message ?? (await postMain(adapter, where, card, names));
  if (message === undefined) return {};
  const pages = pagesOf(card, names);
  const thread = threadOf(where, message);
  const done = before ?? { message, out: [], next: 'not_begun' };
  const lost = pages.length === 0 ? undefined : await postPages({ adapter, thread, progress, done }, pages);
  if (pages.length > 0) await progress.clear();
  return { permalink: linkTo(where, message), message, ...(lost === undefined ? {} : { lost }) };
}

/** undefined: Teams did not say which message it is. */
async function postMain(
  adapter: TeamsAdapter,
  where: Where,
  card: Card,
  names: Names,
): Promise<string | undefined> {
  try {
    const main = asMessage(renderCard(card, { names }).card);
    const sent = await write(adapter, where, (turn) => turn.sendActivity(main));
    return sent?.id === '' ? undefined : sent?.id;
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

interface Page {
  readonly digest: string;
  readonly card: Json;
}

function pagesOf(card: Card, names: Names): readonly Page[] {
  return renderPages(renderCard(card, { names }).cut).map((page) => ({
    digest: createHash('sha256').update(JSON.stringify(page)).digest('base64url').slice(0, 16),
    card: page,
  }));
}

interface Following {
  readonly adapter: TeamsAdapter;
  readonly thread: Where;
  readonly progress: Progress;
  readonly done: Done;
}

/** Posts the pages that are not out yet. Resolves with why the rest never will be. */
async function postPages(
  { adapter, thread, progress, done }: Following,
  pages: readonly Page[],
): Promise<string | undefined> {
  const { message } = done;
  let out = done.out;
  let maybeTwice = done.next === 'begun';
  const send = async (turn: TurnContext): Promise<void> => {
    for (const { digest, card } of pages.filter((page) => !done.out.includes(page.digest))) {
      await progress.write({ message, out, next: 'begun' });
      await turn.sendActivity(asMessage(maybeTwice ? markedPage(card) : card));
      out = [...out, digest];
      maybeTwice = false;
    }
  };
  try {
    await write(adapter, thread, send);
    return undefined;
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind !== 'passing') return failure.reason;
    // Teams said no: that page is not there.
    if (failure.done === undefined && !maybeTwice) await progress.write({ message, out, next: 'not_begun' });
    throw error;
  }
}

/** How far a post has come: the pages that are out, and whether the next one may be. */
const doneSchema = z.object({
  message: z.string(),
  out: z.array(z.string()),
  next: z.enum(['begun', 'not_begun']),
});
type Done = z.infer<typeof doneSchema>;
type Progress = ReturnType<typeof createProgress>;

/** Longer than an outage that anybody waits for. */
const TTL_SECONDS = 24 * 60 * 60;

/** So that what is tried again goes on from there, in whatever process. */
function createProgress(records: RecordStore, { conversation, tenant }: Where, name: string) {
  const about = createHash('sha256')
    .update(JSON.stringify([tenant, conversation, name]))
    .digest('base64url');
  const key = `teams-post:${about}`;
  return {
    read: async (): Promise<Done | undefined> => {
      const text = await records.get(key);
      return text === undefined ? undefined : doneSchema.safeParse(JSON.parse(text)).data;
    },
    write: (done: Done) => records.set(key, JSON.stringify(done), TTL_SECONDS),
    clear: () => records.delete(key),
  };
}
