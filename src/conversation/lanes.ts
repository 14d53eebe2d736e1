import { setTimeout as sleep } from 'node:timers/promises';
import { createSemaphore, type Semaphore } from './semaphore.js';
import type { EffectOutcome, PendingEffect } from './store.js';

/** What a store adds to running effects one after another. No hook may reject. */
export interface LaneHooks {
  readonly run: (pending: PendingEffect) => Promise<EffectOutcome>;
  /**
   * Resolves when this process may run this effect and those behind it. `lost`: somebody else has taken it; `stopping`: the lanes
   * stop.
   */
  readonly acquire: (head: PendingEffect) => Promise<'acquired' | 'lost' | 'stopping'>;
  /** false: what was acquired may have been taken by others meanwhile (this process was stopped for a while). */
  readonly stillHolds: () => boolean;
  /** These are done for good; `last`: this process has none of this investigation left. */
  readonly settle: (done: readonly PendingEffect[], last: boolean) => Promise<void>;
  /** This process cannot do it; others may. Gives back the right to run, too. */
  readonly leave: (left: PendingEffect) => Promise<void>;
}

export interface Lanes {
  /** `acquired`: this process may run effects of that investigation already. */
  add(pending: PendingEffect, acquired?: boolean): void;
  has(effectId: string): boolean;
  /** Everything that was added and is not settled, in order. */
  held(): readonly PendingEffect[];
  /** Resolves when nothing runs any more; once the signal has aborted, what had not begun is left over (`held`). */
  idle(): Promise<void>;
}

interface Lane {
  readonly id: string;
  readonly queue: PendingEffect[];
  acquired: boolean;
}

/**
 * Runs effects: those of one investigation strictly one after another, those of different ones side by side, `concurrency` at a
 * time. An effect that is to be tried again keeps its place at the head of its lane.
 */
export function createLanes(hooks: LaneHooks, signal: AbortSignal, concurrency: number): Lanes {
  const lanes = new Map<string, Lane>();
  const held = new Map<string, PendingEffect>();
  const working = new Set<Promise<void>>();
  const semaphore = createSemaphore(concurrency);
  const note = (pending: PendingEffect) => void held.set(pending.id, pending);
  const release = (done: PendingEffect) => void held.delete(done.id);
  const start = (lane: Lane) => {
    const work = workLane(lane, hooks, { signal, semaphore, note, release }).finally(() => {
      lanes.delete(lane.id);
      working.delete(work);
      // Something may have been added between the lane's last look and now.
      for (const pending of lane.queue.splice(0)) if (!signal.aborted) enqueue(pending, false);
    });
    working.add(work);
  };
  const enqueue = (pending: PendingEffect, acquired: boolean) => {
    const known = lanes.get(pending.investigationId);
    if (known !== undefined) {
      known.queue.push(pending);
      return;
    }
    const lane = { id: pending.investigationId, queue: [pending], acquired };
    lanes.set(lane.id, lane);
    start(lane);
  };
  return {
    add: (pending, acquired = false) => {
      if (held.has(pending.id)) return;
      held.set(pending.id, pending);
      enqueue(pending, acquired);
    },
    has: (effectId) => held.has(effectId),
    held: () => [...held.values()],
    idle: async () => {
      while (working.size > 0) await Promise.all(working);
    },
  };
}

interface Frame {
  readonly signal: AbortSignal;
  readonly semaphore: Semaphore;
  /** What is to be told of an effect, should it be given back now. */
  readonly note: (pending: PendingEffect) => void;
  readonly release: (done: PendingEffect) => void;
}

async function workLane(lane: Lane, hooks: LaneHooks, frame: Frame): Promise<void> {
  const { signal, release } = frame;
  for (let [head] = lane.queue; head !== undefined && !signal.aborted; [head] = lane.queue) {
    if (!lane.acquired || !hooks.stillHolds()) {
      const acquired = await hooks.acquire(head);
      if (acquired === 'stopping') return;
      if (acquired === 'lost') {
        lane.queue.splice(0, 1).forEach(release);
        continue;
      }
      lane.acquired = true;
      // Others had the right to run meanwhile: what was at hand may be outdated.
      lane.queue.splice(0, lane.queue.length, ...lane.queue.map(withoutState));
    }
    const superseded = dropSuperseded(lane.queue);
    const outcome = await runHead(lane, hooks, frame);
    const ended = outcome === 'retry' ? [] : lane.queue.splice(0, 1);
    const done = outcome === 'done' ? [...superseded, ...ended] : superseded;
    const last = lane.queue.length === 0;
    if (last || outcome === 'left') lane.acquired = false;
    if (done.length > 0) await hooks.settle(done, last);
    if (outcome === 'left') await Promise.all(ended.map(hooks.leave));
    [...superseded, ...ended].forEach(release);
  }
}

function withoutState({ committed: _outdated, ...pending }: PendingEffect): PendingEffect {
  return pending;
}

function isShow(pending: PendingEffect | undefined): boolean {
  return pending?.effect.kind === 'show';
}

/** A show that is followed by another would be overwritten at once. */
function dropSuperseded(queue: PendingEffect[]): readonly PendingEffect[] {
  let count = 0;
  while (isShow(queue[count]) && isShow(queue[count + 1])) count += 1;
  return queue.splice(0, count);
}

async function runHead(
  lane: Lane,
  hooks: LaneHooks,
  { signal, semaphore, note }: Frame,
): Promise<'done' | 'retry' | 'left'> {
  const [head] = lane.queue;
  if (head === undefined) return 'retry';
  const outcome = await semaphore.run(() => {
    note({ ...head, interrupted: true });
    return hooks.run(head);
  });
  if (outcome.outcome === 'done') return 'done';
  const interrupted = head.interrupted || outcome.done === 'maybe';
  if (outcome.outcome === 'left') {
    lane.queue[0] = { ...head, interrupted };
    return 'left';
  }
  const next = { ...head, attempts: head.attempts + 1, interrupted };
  lane.queue[0] = next;
  note(next);
  // Rejects only because the signal aborts, and then the loop ends.
  await sleep(outcome.afterMs, undefined, { signal, ref: false }).catch(() => {});
  return 'retry';
}
