import { expect, it } from '@jest/globals';
import { createLogger } from '../../src/ops/logging.js';
import { createShutdown } from '../../src/ops/shutdown.js';

const logger = createLogger('silent');

it('runs its steps one after another, past one that fails, and once', async () => {
  const ran: string[] = [];
  const step = (name: string, ms: number) => ({
    name,
    run: async () => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      ran.push(name);
    },
  });
  const steps = [
    step('readiness', 20),
    { name: 'broken', run: () => Promise.reject(new Error('x')) },
    step('store', 0),
  ];
  const shutdown = createShutdown({ logger, steps });
  expect(await Promise.all([shutdown.run('test'), shutdown.run('again')])).toEqual([0, 0]);
  expect(ran).toEqual(['readiness', 'store']);
});

it('does not wait longer than its deadline', async () => {
  const shutdown = createShutdown({
    logger,
    deadlineMs: 50,
    steps: [{ name: 'stuck', run: () => new Promise(() => {}) }],
  });
  const since = Date.now();
  expect(await shutdown.run('test')).toBe(1);
  expect(Date.now() - since).toBeLessThan(1_000);
});

it.each(['SIGTERM', 'SIGINT'] as const)(
  'drains on %s, and ends at once on a second signal',
  async (signal) => {
    const exits: number[] = [];
    const steps = [{ name: 'slow', run: () => new Promise<void>((resolve) => setTimeout(resolve, 100)) }];
    const shutdown = createShutdown({ logger, steps, exit: (code) => exits.push(code) });
    const stopListening = shutdown.onSignals();
    process.emit(signal, signal);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(exits).toEqual([]);
    process.emit(signal, signal);
    expect(exits).toEqual([1]);
    await shutdown.run('test');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(exits).toEqual([1, 0]);
    stopListening();
    expect(process.listenerCount(signal)).toBe(0);
  },
);
