import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRedisStore } from '../../src/conversation/redis/index.js';
import type { InvestigationStore } from '../../src/conversation/index.js';
import { describeWithPeer } from '../support/peers.js';
import { type RedisClusterPeer, startRedisCluster, untilAll } from '../support/redis-cluster.js';
import { describeStoreContract } from './store-contract.js';
import { anInvestigation } from './support/investigation.js';
import { FAST } from './support/redis-stores.js';
import { until } from './support/rig.js';

describeWithPeer('redis-server', 'on a real cluster of three masters', () => {
  let cluster: RedisClusterPeer;
  const stores: InvestigationStore[] = [];
  const open = async () => {
    const store = await createRedisStore({ url: cluster.url, timings: FAST });
    stores.push(store);
    return store;
  };
  const close = async () => void (await Promise.all(stores.splice(0).map((store) => store.close())));

  beforeAll(async () => {
    cluster = await startRedisCluster();
  }, 40_000);
  afterAll(() => cluster.close());

  describeStoreContract('the Redis store', async () => {
    await cluster.command('FLUSHALL');
    return { open, close };
  });

  test('investigations lie on all masters, and erasing a workspace finds them on each', async () => {
    await cluster.command('FLUSHALL');
    const store = await open();
    const written = Array.from({ length: 40 }, () => anInvestigation());
    for (const investigation of written)
      await store.commit({ investigation, from: 0, eventId: 'e1', effects: [] });
    const sizes = (await cluster.command('DBSIZE')).map((reply) => Number(reply.slice(1)));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(40);
    for (const size of sizes) expect(size).toBeGreaterThan(0);
    const [{ owner }] = written as [(typeof written)[number]];
    expect(await store.erase(owner)).toBe(40);
    await close();
  });

  test('while one master is away the others are answered, and it is back when it is back', async () => {
    // By default a cluster that lacks a slot answers nothing at all.
    await cluster.command('CONFIG', 'SET', 'cluster-require-full-coverage', 'no');
    const store = await open();
    const ids = Array.from({ length: 60 }, () => anInvestigation());
    const reachable = async () => {
      const asked = ids.map(({ id }) =>
        store.load(id).then(
          () => 1,
          () => 0,
        ),
      );
      return (await Promise.all(asked)).reduce<number>((sum, one) => sum + one, 0);
    };
    expect(await reachable()).toBe(60);
    await cluster.masters[2]?.stop();
    await until(async () => (await reachable()) < 60, 'some are not reachable', 10_000);
    const some = await reachable();
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(60);
    await expect(store.ping()).resolves.toBeUndefined();
    await cluster.masters[2]?.start();
    await untilAll(
      () => cluster.command('CLUSTER', 'INFO'),
      (info) => /cluster_slots_ok:16384/.test(info),
    );
    await until(async () => (await reachable()) === 60, 'all are reachable again', 15_000);
    await close();
  }, 60_000);
});
