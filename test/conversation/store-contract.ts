import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRecentList } from '../../src/conversation/recent.js';
import type {
  Effect,
  EffectOutcome,
  InvestigationStore,
  PendingEffect,
} from '../../src/conversation/store.js';
import { anInvestigation } from './support/investigation.js';
import { pause, until } from './support/rig.js';

export interface StoreUnderTest {
  /** The store as one process sees it; each call is another process, where the store has such. */
  open(): Promise<InvestigationStore>;
  close(): Promise<void>;
}

const DONE: EffectOutcome = { outcome: 'done' };
const COLLECT: Effect = { kind: 'collect', audit: 1 };
const SHOW: Effect = { kind: 'show' };

const commit = (by: InvestigationStore, effects: readonly Effect[], investigation = anInvestigation()) =>
  by.commit({ investigation, from: 0, eventId: randomUUID(), effects });

/** What every InvestigationStore does, whatever is behind it. */
export function describeStoreContract(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`${name}, as every store`, () => {
    let backing: StoreUnderTest;
    let store: InvestigationStore;
    const stopping: (() => Promise<void>)[] = [];

    /** A worker; what it returns stops it. */
    const consume = (of: InvestigationStore, run: (effect: PendingEffect) => Promise<EffectOutcome>) => {
      const controller = new AbortController();
      const running = of.consume(run, controller.signal);
      const stop = async () => {
        controller.abort();
        await running;
      };
      stopping.push(stop);
      return stop;
    };

    beforeEach(async () => {
      backing = await create();
      store = await backing.open();
    });

    afterEach(async () => {
      for (const stop of stopping.splice(0)) await stop();
      await backing.close();
    });

    describe('records', () => {
      it('keeps a value until it is deleted', async () => {
        expect(await store.records.get('a:1')).toBeUndefined();
        await store.records.set('a:1', 'ünï|"');
        const other = await backing.open();
        expect(await other.records.get('a:1')).toBe('ünï|"');
        await other.records.delete('a:1');
        expect(await store.records.get('a:1')).toBeUndefined();
      });
    });

    describe('erasing a workspace', () => {
      const at = (workspace: string, surface: 'slack' | 'teams' = 'slack') =>
        anInvestigation({ owner: { surface, workspace, userId: 'U1' } });

      it('takes away what was started there, and nothing else', async () => {
        const theirs = [at('T-gone'), at('T-gone')];
        const others = [at('T-stays'), at('T-gone', 'teams')];
        const recent = createRecentList(store.records);
        for (const investigation of [...theirs, ...others]) {
          await commit(store, [], investigation);
          await recent.add(investigation.owner, investigation.id);
        }
        expect(await store.erase({ surface: 'slack', workspace: 'T-gone' })).toBe(2);
        for (const { id } of theirs) expect(await store.load(id)).toBeUndefined();
        for (const { id } of others) expect((await store.load(id))?.version).toBe(1);
        for (const { owner } of theirs) expect(await recent.of(owner)).toEqual([]);
        for (const { owner, id } of others) expect(await recent.of(owner)).toEqual([id]);
        expect(await store.erase({ surface: 'slack', workspace: 'T-gone' })).toBe(0);
      });
    });

    describe('state', () => {
      it('knows nothing of what was never written', async () => {
        expect(await store.load('inv_0000000000000000')).toBeUndefined();
      });

      it('gives back what was written, and counts the writes', async () => {
        const first = anInvestigation();
        expect(await store.commit({ investigation: first, from: 0, eventId: 'e1', effects: [] })).toBe(
          'committed',
        );
        expect(await store.load(first.id)).toEqual({ investigation: first, version: 1 });
        const second = { ...first, answers: { a: 'yes' } };
        expect(await store.commit({ investigation: second, from: 1, eventId: 'e2', effects: [] })).toBe(
          'committed',
        );
        expect(await store.load(first.id)).toEqual({ investigation: second, version: 2 });
      });

      it('keeps text of any kind byte for byte', async () => {
        const errorText = 'a|b\n{"c":"|"} ünï\u0000\u2028 <!channel> \\ "';
        const investigation = anInvestigation({ details: { errorText, audit: false } });
        await store.commit({ investigation, from: 0, eventId: 'e|,1', effects: [] });
        expect((await store.load(investigation.id))?.investigation.details.errorText).toBe(errorText);
      });

      it('refuses a write that was made from an older version', async () => {
        const investigation = anInvestigation();
        await store.commit({ investigation, from: 0, eventId: 'e1', effects: [] });
        const late = { ...investigation, answers: { a: 'late' } };
        expect(await store.commit({ investigation: late, from: 0, eventId: 'e2', effects: [] })).toBe(
          'conflict',
        );
        expect(await store.commit({ investigation: late, from: 2, eventId: 'e3', effects: [] })).toBe(
          'conflict',
        );
        expect((await store.load(investigation.id))?.investigation).toEqual(investigation);
      });

      it('knows an event again, whatever version it comes with', async () => {
        const investigation = anInvestigation();
        await store.commit({ investigation, from: 0, eventId: 'e1', effects: [] });
        expect(await store.commit({ investigation, from: 0, eventId: 'e1', effects: [] })).toBe('repeated');
        expect(await store.commit({ investigation, from: 1, eventId: 'e1', effects: [] })).toBe('repeated');
        expect((await store.load(investigation.id))?.version).toBe(1);
      });

      it('still knows an event after fifty others', async () => {
        const investigation = anInvestigation();
        for (let index = 0; index < 51; index += 1) {
          await store.commit({ investigation, from: index, eventId: `e${index}`, effects: [] });
        }
        expect(await store.commit({ investigation, from: 51, eventId: 'e0', effects: [] })).toBe('repeated');
      });

      it('takes one of three equal writes at once', async () => {
        const other = await backing.open();
        const investigation = anInvestigation();
        const write = (by: InvestigationStore) =>
          by.commit({ investigation, from: 0, eventId: 'e1', effects: [] });
        const outcomes = await Promise.all([write(store), write(other), write(store)]);
        expect(outcomes.sort()).toEqual(['committed', 'repeated', 'repeated']);
      });

      it('takes one of two different writes at once', async () => {
        const other = await backing.open();
        const investigation = anInvestigation();
        const write = (by: InvestigationStore, eventId: string) =>
          by.commit({ investigation, from: 0, eventId, effects: [] });
        const outcomes = await Promise.all([write(store, 'e1'), write(other, 'e2')]);
        expect(outcomes.sort()).toEqual(['committed', 'conflict']);
      });

      it('answers a ping', async () => {
        await expect(store.ping()).resolves.toBeUndefined();
      });
    });

    describe('effects', () => {
      it('are handed out after the write, in order, once', async () => {
        const ran: PendingEffect[] = [];
        consume(store, async (effect) => {
          ran.push(effect);
          return DONE;
        });
        const investigation = anInvestigation();
        await commit(store, [SHOW, COLLECT], investigation);
        await until(() => ran.length === 2, 'both effects');
        await pause(50);
        expect(
          ran.map(({ effect, investigationId, attempts }) => ({ effect, investigationId, attempts })),
        ).toEqual([
          { effect: SHOW, investigationId: investigation.id, attempts: 0 },
          { effect: COLLECT, investigationId: investigation.id, attempts: 0 },
        ]);
      });

      it('are not handed out for a write that was refused', async () => {
        const ran: PendingEffect[] = [];
        const investigation = anInvestigation();
        await store.commit({ investigation, from: 0, eventId: 'e1', effects: [] });
        consume(store, async (effect) => {
          ran.push(effect);
          return DONE;
        });
        await store.commit({ investigation, from: 0, eventId: 'e1', effects: [SHOW] });
        await store.commit({ investigation, from: 5, eventId: 'e2', effects: [SHOW] });
        await pause(100);
        expect(ran).toEqual([]);
      });

      it('wait for the first consumer to come', async () => {
        await commit(store, [SHOW]);
        let ran = 0;
        consume(await backing.open(), async () => {
          ran += 1;
          return DONE;
        });
        await until(() => ran === 1, 'the effect that waited');
        expect(ran).toBe(1);
      });

      it('carry what they need', async () => {
        const effects: readonly Effect[] = [
          {
            kind: 'notify',
            userId: 'U1',
            text: ['hello ', { kind: 'user', userId: 'U2' }, { kind: 'link', text: 'a', url: 'https://b/' }],
          },
          { kind: 'post_support', fingerprint: 'abc' },
        ];
        const ran: Effect[] = [];
        await commit(store, effects);
        consume(store, async ({ effect }) => {
          ran.push(effect);
          return DONE;
        });
        await until(() => ran.length === 2, 'both effects');
        expect(ran).toEqual(effects);
      });

      it('of one investigation run one after another, those of different ones side by side', async () => {
        const other = await backing.open();
        const running = new Map<string, number>();
        let most = 0;
        let mostOfOne = 0;
        let ran = 0;
        const run = async ({ investigationId }: PendingEffect) => {
          running.set(investigationId, (running.get(investigationId) ?? 0) + 1);
          most = Math.max(
            most,
            [...running.values()].reduce((sum, each) => sum + each, 0),
          );
          mostOfOne = Math.max(mostOfOne, ...running.values());
          await pause(15);
          running.set(investigationId, (running.get(investigationId) ?? 0) - 1);
          ran += 1;
          return DONE;
        };
        consume(store, run);
        if (other !== store) consume(other, run);
        const investigations = [anInvestigation(), anInvestigation(), anInvestigation()];
        for (let version = 0; version < 6; version += 1) {
          const writes = investigations.map((investigation) =>
            (version % 2 === 0 ? store : other).commit({
              investigation,
              from: version,
              eventId: `e${version}`,
              effects: [COLLECT],
            }),
          );
          await Promise.all(writes);
        }
        await until(() => ran === 18, 'all effects', 10_000);
        expect(mostOfOne).toBe(1);
        expect(most).toBeGreaterThan(1);
      });

      it('are handed out again later when they could not be done', async () => {
        const seen: { id: string; attempts: number; at: number }[] = [];
        consume(store, async ({ id, attempts }) => {
          seen.push({ id, attempts, at: Date.now() });
          return seen.length < 3 ? { outcome: 'retry', afterMs: 60 } : DONE;
        });
        await commit(store, [COLLECT]);
        await until(() => seen.length === 3, 'the third attempt');
        await pause(100);
        expect(seen.map(({ attempts }) => attempts)).toEqual([0, 1, 2]);
        expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
        expect((seen[2]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThanOrEqual(110);
      });

      it('survive a consumer that throws', async () => {
        let attempts = 0;
        consume(store, async () => {
          attempts += 1;
          if (attempts === 1) throw new Error('a bug');
          return DONE;
        });
        await commit(store, [COLLECT]);
        await until(() => attempts === 2, 'the second attempt');
        expect(attempts).toBe(2);
      });

      it('are ended before a consumer stops; those not begun are for the next', async () => {
        const ended: Effect[] = [];
        const stop = consume(store, async ({ effect }) => {
          await pause(80);
          ended.push(effect);
          return DONE;
        });
        await commit(store, [COLLECT, { kind: 'collect', audit: 2 }]);
        await pause(40);
        await stop();
        expect(ended).toEqual([COLLECT]);
        consume(await backing.open(), async ({ effect }) => {
          ended.push(effect);
          return DONE;
        });
        await until(() => ended.length === 2, 'the effect that was left over');
        await pause(100);
        expect(ended).toEqual([COLLECT, { kind: 'collect', audit: 2 }]);
      });

      it('that show what the next one shows anyway are skipped', async () => {
        const investigation = anInvestigation();
        const ran: Effect[] = [];
        for (let version = 0; version < 4; version += 1) {
          await store.commit({ investigation, from: version, eventId: `e${version}`, effects: [SHOW] });
        }
        await store.commit({ investigation, from: 4, eventId: 'e4', effects: [COLLECT, SHOW] });
        consume(store, async ({ effect }) => {
          ran.push(effect);
          await pause(20);
          return DONE;
        });
        await until(() => ran.at(-2)?.kind === 'collect', 'everything');
        expect(ran.length).toBeLessThanOrEqual(4);
        expect(ran.at(-1)).toEqual(SHOW);
      });
    });
  });
}
