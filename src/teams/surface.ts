import type { TurnContext } from 'botbuilder';
import type { Card } from '../card/card.js';
import type { Actor, Place } from '../conversation/investigation.js';
import type { Delivery, SupportedAt, Surface } from '../conversation/surface.js';
import type { RecordStore } from '../conversation/records.js';
import { messageOf, S3DeniedError } from '../errors.js';
import type { Logger } from '../ops/logging.js';
import type { TeamsAdapter } from './adapter.js';
import { classifyFailure, toDelivery } from './delivery.js';
import { showCard, withdrawCard } from './living-card.js';
import { asMessage, lineOf } from './messages.js';
import type { People } from './people.js';
import { OWN_CHAT, readPlace, type Where } from './place.js';
import { renderCard } from './render/card.js';
import type { Names } from './render/elements.js';
import type { ServiceUrls } from './service-urls.js';
import { newShowing } from './showing.js';
import { type Post, postWhole } from './support-post.js';
import { threadOf, write, writeToOwner } from './write.js';

export interface TeamsSurfaceOptions {
  readonly adapter: TeamsAdapter;
  readonly serviceUrls: ServiceUrls;
  readonly people: People;
  readonly records: RecordStore;
  readonly logger: Logger;
}

/** The living card, the support post and private lines, on Teams. */
export function createTeamsSurface(options: TeamsSurfaceOptions): Surface {
  const { adapter } = options;
  return {
    // Rendering stands outside of `deliver`: what it throws is a bug, and no later attempt mends it.
    show: async (owner, place, card) => {
      const where = await whereOf(options, owner, place);
      const message = asMessage(renderCard(card, { owner: where.person.id, shown: newShowing() }).card);
      return deliver(() => showCard(adapter, where, place, message));
    },
    postSupport: async (owner, channel, card, name) => {
      const where = await channelOf(options, owner, channel);
      if (where === undefined) return UNKNOWN;
      const names = await namesFor(options, owner, card);
      return deliver(() => postAll(options, owner, { where, card, names, name }));
    },
    notify: async (owner, place, _userId, text) => {
      const where = await whereOf(options, owner, place);
      const tell = async (turn: TurnContext): Promise<undefined> =>
        void (await turn.sendActivity(lineOf(text)));
      // Teams shows nothing to one person alone in a channel: the owner is told in their own chat with the bot.
      return deliver(() => (place.direct ? write(adapter, where, tell) : writeToOwner(adapter, where, tell)));
    },
    more: {
      reply: async (owner, channel, message, card, name) => {
        const where = await channelOf(options, owner, channel);
        if (where === undefined) return UNKNOWN;
        const names = await namesFor(options, owner, card);
        const post = { where: threadOf(where, message), card, names, name };
        return deliver(async (): Promise<undefined> => void (await postAll(options, owner, post)));
      },
      withdraw: async (owner, place, because) => {
        const where = await whereOf(options, owner, place);
        return deliver(() => withdrawCard(adapter, where, place, because));
      },
    },
  };
}

/** Posts all of it, or tells the owner what is missing. */
async function postAll(options: TeamsSurfaceOptions, owner: Actor, post: Post): Promise<SupportedAt> {
  const { lost, ...at } = await postWhole(options, post);
  if (lost === undefined) return at;
  options.logger.warn({ reason: lost }, 'what was too long for a support post could not follow it');
  try {
    const person = await options.people.find(owner.workspace, owner.userId);
    const tell = (turn: TurnContext) => turn.sendActivity(lineOf([MISSING]));
    if (person !== undefined) await writeToOwner(options.adapter, { ...post.where, person }, tell);
  } catch (error) {
    options.logger.warn({ reason: messageOf(error) }, 'nor could its owner be told');
  }
  return at;
}

const MISSING =
  'Your post is in the support channel, but what was too long for one message could not follow it there. Please send that by hand: “Show all of it” has it.';

const UNKNOWN: Delivery<never> = { outcome: 'gone', reason: 'Teams has not told yet where to post' };
const NOBODY = { id: '', name: '' };

async function deliver<T>(work: () => Promise<T>): Promise<Delivery<T>> {
  try {
    return { outcome: 'delivered', value: await work() };
  } catch (error) {
    return toDelivery(classifyFailure(error));
  }
}

/** Where a place is; one that only says whose chat it is, is the owner's own chat with the bot. */
async function whereOf(
  { serviceUrls, people }: TeamsSurfaceOptions,
  { workspace: tenant, userId }: Actor,
  place: Place,
): Promise<Where> {
  const where = readPlace(place);
  if (where !== undefined) return where;
  const [known, person] = await Promise.all([serviceUrls.get(tenant), people.find(tenant, userId)]);
  if (known === undefined || person === undefined || !place.direct)
    throw new S3DeniedError('bug', 'a place on Teams that is none of ours');
  return { ...known, conversation: OWN_CHAT, tenant, person };
}

async function channelOf(
  { serviceUrls }: TeamsSurfaceOptions,
  { workspace: tenant }: Actor,
  conversation: string,
): Promise<Where | undefined> {
  const known = await serviceUrls.get(tenant);
  return known && { ...known, conversation, tenant, person: NOBODY };
}

/** The owner's name, where the card mentions them. */
async function namesFor(
  { people }: TeamsSurfaceOptions,
  { workspace, userId }: Actor,
  card: Card,
): Promise<Names> {
  if (!JSON.stringify(card.blocks).includes(JSON.stringify({ kind: 'user', userId }))) return {};
  const person = await people.find(workspace, userId);
  return person === undefined ? {} : { [userId]: person.name };
}
