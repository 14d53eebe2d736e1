import { expect } from '@jest/globals';
import { evaluate, type RedisPeer } from '../support/redis.js';
import { SIGNING_SECRET } from '../support/slack-client.js';
import { ACCESS_KEY, EXTERNAL_ID, SECRET_KEY } from './auditing.js';
import { patiently } from './patience.js';
import type { Person } from './person.js';

export const QUESTIONS = 3;

/** Does one person's whole conversation, and checks what holds at its end. Resolves with how many posts too many there were. */
export async function converse(person: Person, does: 'answers' | 'posts' | 'audits'): Promise<number> {
  if (does === 'answers') {
    const steps = await person.answersQuestions(QUESTIONS);
    expect(new Set(steps).size).toBe(QUESTIONS);
    for (const step of steps)
      expect(person.message.buttons.map(({ blockId }) => blockId)).not.toContain(step);
    return 0;
  }
  if (does === 'audits') {
    await person.audits();
    expect(person.message.text).not.toContain('This takes up to');
    return 0;
  }
  await person.postsToSupport();
  // A toggle that was done twice would be undone.
  expect(person.message.text).toContain('Ruled out');
  for (const again of person.supportPosts.slice(1))
    expect(JSON.stringify(again.args)).toContain('it may be here twice');
  return person.supportPosts.length - 1;
}

/** How many living messages there are too many; each of them says so. */
export function duplicateCards({ cards }: Person): number {
  const investigations = new Set(
    cards.map(({ args }) => /"value":"(inv_[^"]+)"/.exec(JSON.stringify(args))?.[1]),
  );
  const marked = cards.filter(({ args }) => JSON.stringify(args).includes('if it stands here twice'));
  const tooMany = cards.length - investigations.size;
  expect(marked.length).toBeGreaterThanOrEqual(tooMany);
  return tooMany;
}

/** Everything that Redis holds: keys and values. */
export function everythingStored(redis: RedisPeer): Promise<string> {
  return evaluate(
    redis,
    `local all = {}
     for _, key in ipairs(redis.call('KEYS', '*')) do
       local streams = redis.call('TYPE', key).ok == 'stream'
       local value = streams and cjson.encode(redis.call('XRANGE', key, '-', '+')) or redis.call('GET', key)
       table.insert(all, key .. '\\n' .. value)
     end
     return table.concat(all, '\\n')`,
  );
}

/** Nobody left anything undone. */
export async function nothingIsLeft(redis: RedisPeer): Promise<void> {
  let left = '';
  const ask = async (): Promise<void> => {
    const lengths = Array.from({ length: 8 }, (_, partition) =>
      redis.command('XLEN', `{p${partition}}:effects`),
    );
    left = (await Promise.all(lengths)).join('').replaceAll(/[:\s]/g, '');
  };
  for (let asked = 0; asked < 60 && !/^0+$/.test(left); asked += 1) {
    await ask();
    await patiently(() => undefined, 500);
  }
  expect(left).toMatch(/^0+$/);
}

/** What Redis knows of what is under way: for the story of a failure. */
export async function underWay(redis: RedisPeer): Promise<string> {
  const each = Array.from({ length: 8 }, async (_, partition) => {
    const stream = `{p${partition}}:effects`;
    const pending = await redis.command('XPENDING', stream, 'workers', '-', '+', '20').catch(String);
    const entries = await redis.command('XRANGE', stream, '-', '+').catch(String);
    return `${stream} pending ${pending.replaceAll('\r\n', ' ')} entries ${entries.replaceAll('\r\n', ' ').slice(0, 2_000)}`;
  });
  const leases = await redis.command('KEYS', '*:lease:*').catch(String);
  return [...(await Promise.all(each)), `leases ${leases.replaceAll('\r\n', ' ')}`].join('\n');
}

/** Tokens, secrets, and what people wrote. */
const SECRETS = [
  'xoxb-test',
  SIGNING_SECRET,
  SECRET_KEY,
  ACCESS_KEY,
  EXTERNAL_ID,
  'not authorized',
  'user/Jane',
  'people/Jane',
];

export function showsNoSecret(text: string): void {
  for (const secret of SECRETS) expect(text).not.toContain(secret);
}
