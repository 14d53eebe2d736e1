import { expect, it } from '@jest/globals';
import { measureStore, measureSurface } from '../../src/app/measure.js';
import { createMemoryStore } from '../../src/conversation/index.js';
import { createMetrics } from '../../src/ops/metrics.js';
import { anInvestigation } from '../conversation/support/investigation.js';

it('tells how long the store takes, and what fails in it', async () => {
  const metrics = createMetrics();
  const backing = createMemoryStore({ ttlSeconds: 60 });
  const store = measureStore(backing, metrics);
  await store.ping();
  await store.load('inv_0000000000000000');
  backing.ping = () => Promise.reject(new Error('away'));
  await expect(store.ping()).rejects.toThrow('away');
  const text = await metrics.text();
  expect(text).toContain('s3denied_store_seconds_count{operation="ping",outcome="ok"} 1');
  expect(text).toContain('s3denied_store_seconds_count{operation="ping",outcome="failed"} 1');
  expect(text).toContain('s3denied_store_seconds_count{operation="load",outcome="ok"} 1');
});

it('counts an investigation as active for a quarter of an hour after its last write', async () => {
  const metrics = createMetrics();
  let now = 0;
  const store = measureStore(createMemoryStore({ ttlSeconds: 60 }), metrics, () => now);
  const active = async () => /^s3denied_active_investigations (\d+)$/m.exec(await metrics.text())?.[1];
  const investigation = anInvestigation();
  await store.commit({ investigation, from: 0, eventId: 'e1', effects: [] });
  await store.commit({ investigation, from: 1, eventId: 'e2', effects: [] });
  await store.commit({ investigation: anInvestigation(), from: 0, eventId: 'e1', effects: [] });
  expect(await active()).toBe('2');
  now = 10 * 60_000;
  await store.commit({ investigation, from: 2, eventId: 'e3', effects: [] });
  now = 16 * 60_000;
  expect(await active()).toBe('1');
  now = 30 * 60_000;
  expect(await active()).toBe('0');
});

it('counts the 429s of a platform, and not what else it cannot do now', async () => {
  const metrics = createMetrics();
  const outcomes = [
    { outcome: 'retry', reason: 'rate limited', afterMs: 1000 } as const,
    { outcome: 'retry', reason: 'down' } as const,
  ];
  const next = async () => outcomes.shift() ?? ({ outcome: 'gone', reason: 'x' } as const);
  const surface = measureSurface({ show: next, notify: next, postSupport: next }, 'slack', metrics);
  const { owner, place } = anInvestigation();
  const card = { fallback: 'x', blocks: [] };
  expect((await surface.show(owner, place, card)).outcome).toBe('retry');
  expect((await surface.postSupport(owner, 'C1', card, 'a post')).outcome).toBe('retry');
  expect((await surface.notify(owner, place, 'U1', ['x'])).outcome).toBe('gone');
  expect(await metrics.text()).toContain('s3denied_rate_limited_total{surface="slack"} 1');
});
