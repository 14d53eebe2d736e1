import { describe, expect, it } from '@jest/globals';
import type { InvestigationStore } from '../../src/conversation/index.js';
import type { InvestigationEvent } from '../../src/conversation/service.js';
import type { StoreUnderTest } from './store-contract.js';
import { FaultAt, type Fault, FAULTS } from './support/faults.js';
import { DETAILS, idOf, JANE, PLACE, startProcess, until, type Process } from './support/rig.js';
import { RecordingSurface, textOf } from './support/surface.js';

const PATIENT_MS = 240_000;
/** More than the scenario has; the loop ends where nothing was left to fail. */
const ENDLESS = 200;

/** A person whose click was not taken makes it again; Slack delivers it again under the same id. */
async function insist<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

const SENT: readonly { readonly event: InvestigationEvent; readonly seen: (process: Process) => boolean }[] =
  [
    {
      event: { kind: 'answer.submitted', step: 'ask-requester-pays', option: 'yes' },
      seen: ({ surface }) => textOf(surface.last).includes('post_to_support'),
    },
    {
      event: { kind: 'support.requested' },
      seen: ({ surface }) => textOf(surface.last).includes('Posted to the support channel'),
    },
    { event: { kind: 'note.added', text: 'urgent' }, seen: ({ surface }) => surface.replies.length > 0 },
    { event: { kind: 'privacy.requested' }, seen: ({ surface }) => surface.withdrawn.length > 0 },
  ];

/** From the start to the support post and on into a direct message, each event delivered twice. */
async function goThrough(process: Process, run: string): Promise<string> {
  const { conversation, surface } = process;
  const request = { eventId: `${run}-start`, actor: JANE, place: PLACE, details: DETAILS };
  const id = idOf(await insist(() => conversation.start(request)));
  await until(() => surface.shown.length > 0, 'the first question');
  for (const { event, seen } of SENT) {
    const send = () => insist(() => conversation.handle(id, `${run}-${event.kind}`, JANE, event));
    await Promise.all([send(), send()]);
    await until(() => seen(process), `what comes of ${event.kind}`);
  }
  return id;
}

/** What holds whatever failed once. */
async function expectTruth({ conversation, surface }: Process, id: string): Promise<void> {
  await until(
    async () => (await insist(() => conversation.load(id)))?.place.message !== undefined,
    'the place',
  );
  const state = await insist(() => conversation.load(id));
  expect(state?.answers).toEqual({ 'ask-requester-pays': 'yes' });
  expect(state?.support?.state).toBe('posted');
  expect(state?.place.direct).toBe(true);
  expect(surface.support).toHaveLength(1);
  expect(surface.replies).toHaveLength(1);
  expect(surface.withdrawn).toHaveLength(1);
  // One in the channel, one in the direct messages.
  expect(surface.shown.filter(({ posted }) => posted)).toHaveLength(2);
  expect(surface.shown.at(-1)?.place).toMatchObject({ direct: true });
  expect(textOf(surface.last)).toContain('Posted to the support channel');
}

async function withFault(real: InvestigationStore, number: number, fault: Fault): Promise<FaultAt> {
  const faults = new FaultAt(number, fault);
  const surface = new RecordingSurface();
  const process = startProcess(faults.store(real), {
    surface,
    surfaces: { slack: faults.surface(surface), teams: undefined },
    limits: { retryFirstMs: 2, retryMaxMs: 10 },
  });
  try {
    const id = await goThrough(process, `${fault}-${number}`);
    await expectTruth(process, id);
  } catch (error) {
    throw new Error(`where call ${number} (${faults.hit}) was ${fault}`, { cause: error });
  } finally {
    await process.stop();
  }
  return faults;
}

/** Everything between an event and its effects may fail once: the truth comes out all the same. */
export function describeFaultsContract(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`a conversation on ${name}, each of whose calls fails once`, () => {
    it.each(FAULTS)(
      'makes one transition, one support post and a true card wherever a call is %s',
      async (fault) => {
        const backing = await create();
        const store = await backing.open();
        let number = 1;
        try {
          while (number < ENDLESS && (await withFault(store, number, fault)).hit !== undefined) number += 1;
        } finally {
          await backing.close();
        }
        expect(number).toBeGreaterThan(20);
        expect(number).toBeLessThan(ENDLESS);
      },
      PATIENT_MS,
    );
  });
}
