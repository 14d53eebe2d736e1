import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { type BotConnector, type SentActivity, startBotConnector } from '../support/bot-connector.js';
import { describeWithPeer } from '../support/peers.js';
import { type RedisPeer, startRedis } from '../support/redis.js';
import { type Answer, actionsOf, LivingCard, TeamsClient, wordsIn } from '../support/teams-client.js';
import { DENIED } from '../teams/texts.js';
import { nothingIsLeft } from './invariants.js';
import { patiently } from './patience.js';
import { TeamsFleet } from './teams-fleet.js';

jest.setTimeout(240_000);

const SUPPORT = '19:support@thread.tacv2';
const PEOPLE = 3;
const PATIENCE_MS = 60_000;

let connector: BotConnector;
let redis: RedisPeer;
let fleet: TeamsFleet;

/** One person in their own chat with the bot. What nobody answered is sent again: under its id, as Teams does, or anew, as its clients do. */
class Person {
  readonly name: string;
  readonly chat: string;
  readonly card: LivingCard;
  readonly #person;

  constructor(number: number) {
    this.name = `Person ${number}`;
    this.chat = `a:aad-${number}`;
    this.#person = { id: `29:${number}`, aadObjectId: `aad-${number}`, name: this.name };
    this.card = new LivingCard(connector, this.chat);
  }

  /** The messages that the bot put into this chat. */
  get posted(): readonly string[] {
    return this.card.shows.filter(({ how }) => how === 'posted').map(({ id }) => id);
  }

  get left(): readonly string[] {
    return this.posted.filter((id) => connector.deleted.every(({ message }) => message !== id));
  }

  get supportPosts(): readonly string[] {
    return connector.sent
      .filter(({ conversation }) => conversation === SUPPORT)
      .map(({ activity }) => JSON.stringify(activity))
      .filter((post) => post.includes(`<at>${this.name}</at>`));
  }

  async write(text: string): Promise<void> {
    const id = randomUUID();
    await this.#deliver((client) => client.write(text, id));
  }

  /** On the first card that this person sees, whether or not it is the one that is kept. */
  async click(action: string): Promise<void> {
    const first = this.left[0] ?? '';
    const data = actionsOf(connector.message(first)?.attachments?.[0]?.content).find(
      (each) => each.action === action,
    )?.data;
    if (data === undefined) throw new Error(`${this.name} has no ${action}: ${this.card.words}`);
    await this.#deliver((client) => client.executeOn(first, data));
    // What was answered may be sent once more all the same: the answer was lost on its way.
    await this.#deliver((client) => client.executeOn(first, data));
  }

  sees(words: string): Promise<void> {
    return this.#waitFor(words, () => this.card.words.includes(words));
  }

  async seesTwins(): Promise<void> {
    await this.#waitFor('two cards', () => this.posted.length === 2);
    await this.sees('if it stands here twice');
  }

  async #waitFor(what: string, holds: () => boolean): Promise<void> {
    if (await patiently(() => holds() || undefined, PATIENCE_MS)) return;
    throw new Error(`${this.name} does not see ${what}, but ${this.card.words}\n${fleet.log()}`);
  }

  async #deliver(send: (client: TeamsClient) => Promise<Answer>): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      const url = fleet.next();
      const client = url === undefined ? undefined : new TeamsClient(url, connector, this.#person, this.chat);
      const answer = client === undefined ? undefined : await send(client).catch(() => undefined);
      if (answer?.status === 200) return;
      await sleep(100);
    }
    throw new Error(`nobody took what ${this.name} sent\n${fleet.log()}`);
  }
}

describeWithPeer('redis-server', 'processes killed between what they send to Teams', () => {
  beforeAll(async () => {
    connector = await startBotConnector();
  });
  afterAll(() => connector.close());
  beforeEach(async () => {
    redis = await startRedis();
    fleet = new TeamsFleet({ REDIS_URL: redis.url, SUPPORT_CHANNEL: SUPPORT });
    await fleet.start(3);
  });
  afterEach(async () => {
    await fleet.stop();
    await redis.close();
  });

  test('no click is lost or done twice, every card is at its end, a support post too many is marked', async () => {
    const people = Array.from({ length: PEOPLE }, (_, index) => new Person(index));
    const deaths = killAtFirst([
      (conversation) => conversation === people[0]?.chat,
      (conversation, words) => conversation === people[1]?.chat && words.includes('Hide what was checked'),
      (conversation, words) => conversation === SUPPORT && words.includes(`<at>${people[2]?.name}</at>`),
    ]);
    await Promise.all(people.map((person) => converse(person, deaths)));
    await nothingIsLeft(redis);

    expect(deaths).toHaveLength(3);
    expect(fleet.deaths).toBe(3);
    expect(people[0]?.posted).toHaveLength(2);
    for (const { posted, left, supportPosts } of people) {
      const [words = '', ...others] = left.map((id) =>
        wordsIn(connector.message(id)?.attachments?.[0]?.content),
      );
      expect(words).toContain('Add a note');
      // A toggle that was done twice would be undone.
      expect(words).toContain('Hide what was checked');
      // A card too many is gone since it was clicked.
      expect(posted.length).toBeLessThanOrEqual(2);
      expect(others).toEqual([]);
      const [first = '', ...again] = supportPosts;
      expect(first).toContain('Asked by');
      expect(again.length).toBeLessThanOrEqual(1);
      for (const post of again) expect(post).toContain('it may be here twice');
    }
    expect(people[2]?.supportPosts).toHaveLength(2);
    expect(fleet.log()).not.toContain('amzn-s3-demo-bucket');
  });
});

type When = (conversation: string, words: string) => boolean;

/** Who sends the first activity of each kind dies before it reads that it was taken. Tells in which conversations that was so far. */
function killAtFirst(kinds: readonly When[]): readonly string[] {
  const left = [...kinds];
  const deaths: string[] = [];
  connector.rule((conversation, activity: SentActivity) => {
    const words = wordsIn(activity.attachments?.[0]?.content);
    const index = left.findIndex((when) => when(conversation, words));
    if (index === -1) return undefined;
    left.splice(index, 1);
    deaths.push(conversation);
    return { status: 599, taken: true };
  });
  return deaths;
}

async function converse(person: Person, deaths: readonly string[]): Promise<void> {
  await person.write(DENIED);
  await person.sees('put-user-policy');
  if (deaths.includes(person.chat)) await person.seesTwins();
  await person.click('show_checks');
  await person.sees('Hide what was checked');
  await person.click('post_to_support');
  await person.sees('Add a note');
}
