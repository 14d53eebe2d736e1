import { describe, expect, it } from '@jest/globals';
import { createMemoryStore } from '../../src/conversation/index.js';
import { anInvestigation } from './support/investigation.js';
import { describeStoreContract } from './store-contract.js';

describeStoreContract('the memory store', async () => {
  const store = createMemoryStore();
  return { open: async () => store, close: () => store.close() };
});

describe('the memory store', () => {
  it('forgets an investigation when its time is over, counted from the last write', async () => {
    let now = 0;
    const store = createMemoryStore({ ttlSeconds: 10, clock: { now: () => new Date(now) } });
    const investigation = anInvestigation();
    await store.commit({ investigation, from: 0, eventId: 'e1', effects: [] });
    now = 9_000;
    await store.commit({ investigation, from: 1, eventId: 'e2', effects: [] });
    now = 18_000;
    expect(await store.load(investigation.id)).toBeDefined();
    now = 19_001;
    expect(await store.load(investigation.id)).toBeUndefined();
    await store.close();
  });

  it('hands out copies: changing what was written changes nothing in the store', async () => {
    const store = createMemoryStore();
    const answers: Record<string, string> = {};
    const investigation = anInvestigation({ answers });
    await store.commit({ investigation, from: 0, eventId: 'e1', effects: [] });
    answers['a'] = 'changed';
    expect((await store.load(investigation.id))?.investigation.answers).toEqual({});
    await store.close();
  });
});
