import type { AuditAccount } from '../collector.js';

interface Asked<Found> {
  /** The answer that settled the question. */
  readonly decisive?: Found;
  /** Every answer, where none did. */
  readonly all: readonly Found[];
}

/** How many accounts are asked at a time, so that a person who may audit hundreds does not cause hundreds of sessions. */
const WAVE = 6;

/** Asks the accounts in the given order, a few at a time, until one answer settles the question; does not wait for slower ones then. */
export async function askAccounts<Found>(
  accounts: readonly AuditAccount[],
  ask: (account: AuditAccount) => Promise<Found>,
  isDecisive: (found: Found) => boolean,
): Promise<Asked<Found>> {
  const all: Found[] = [];
  for (let next = 0; next < accounts.length; next += WAVE) {
    const wave = await firstDecisive(accounts.slice(next, next + WAVE).map(ask), isDecisive);
    if (wave.decisive !== undefined) return wave;
    all.push(...wave.all);
  }
  return { all };
}

async function firstDecisive<Found>(
  asking: readonly Promise<Found>[],
  isDecisive: (found: Found) => boolean,
): Promise<Asked<Found>> {
  const decisive = asking.map(async (pending) => {
    const found = await pending;
    if (!isDecisive(found)) throw new Error('not decisive');
    return { decisive: found, all: [] };
  });
  return Promise.any(decisive).catch(async () => ({ all: await Promise.all(asking) }));
}

/** The likeliest account first: most denials are within one account. */
export function inOrder(
  accounts: readonly AuditAccount[],
  first: string | undefined,
): readonly AuditAccount[] {
  return [
    ...accounts.filter(({ account }) => account === first),
    ...accounts.filter(({ account }) => account !== first),
  ];
}
