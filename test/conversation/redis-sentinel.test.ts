import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { InvestigationStore } from '../../src/conversation/index.js';
import { createRedisStore } from '../../src/conversation/redis/index.js';
import { StoreUnavailableError } from '../../src/errors.js';
import { describeWithPeer } from '../support/peers.js';
import { startSentinel } from '../support/redis-sentinel.js';
import { describeStoreContract } from './store-contract.js';
import { anInvestigation } from './support/investigation.js';
import { FAST } from './support/redis-stores.js';
import { until } from './support/rig.js';

describeWithPeer('redis-server', 'behind a real Sentinel', () => {
  let peer: Awaited<ReturnType<typeof startSentinel>> | undefined;
  const stores: InvestigationStore[] = [];
  const open = async (url = peer?.url ?? '') => {
    const store = await createRedisStore({ url, timings: FAST });
    stores.push(store);
    return store;
  };
  const close = async () => void (await Promise.all(stores.splice(0).map((store) => store.close())));

  describe('as it stands', () => {
    beforeAll(async () => {
      peer = await startSentinel();
    }, 40_000);
    afterAll(() => peer?.close());

    describeStoreContract('the Redis store', async () => {
      await peer?.master.command('FLUSHALL');
      return { open: () => open(), close };
    });

    test('a master that the Sentinel does not know is said in one line', async () => {
      const url = peer?.url.replace('/mymaster', '/other') ?? '';
      const failed = open(url);
      await expect(failed).rejects.toThrow(StoreUnavailableError);
      await expect(failed).rejects.toThrow(/knows no master other$/);
    });
  });

  test('a failover is followed: what was written is there, and effects go on', async () => {
    const failing = await startSentinel('hunter2');
    try {
      const store = await open(failing.url);
      const investigation = anInvestigation();
      const ran: number[] = [];
      const stop = new AbortController();
      const running = store.consume(async ({ effect }) => {
        if (effect.kind === 'collect') ran.push(effect.audit);
        return { outcome: 'done' };
      }, stop.signal);
      const write = (from: number) =>
        store.commit({
          investigation,
          from,
          eventId: `e${from}`,
          effects: [{ kind: 'collect', audit: from }],
        });
      expect(await write(0)).toBe('committed');
      await until(() => ran.length === 1, 'the first effect');
      await failing.replicated();
      await failing.failOver();
      const written = () => write(1).catch(() => 'not yet');
      await until(async () => (await written()) === 'repeated', 'written', 15_000);
      expect((await store.load(investigation.id))?.version).toBe(2);
      await until(() => ran.includes(1), 'the second effect', 10_000);
      stop.abort();
      await running;
    } finally {
      await close();
      await failing.close();
    }
  }, 60_000);
});
