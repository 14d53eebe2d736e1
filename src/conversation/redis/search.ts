import { pause } from './pauses.js';

/** After the connection is back, what was sent over the one before may still be on its way: looked for now, and again a little later. */
const PAUSES_MS = [0, 100, 300, 1_000, 3_000] as const;
const AWAY_MS = 100;

/**
 * Where an answer of Redis got lost, it may have handed over effects of which nobody knows here: they would wait until they are taken
 * for a dead process's. Returns what to tell of such a partition: `look` is then run until it has succeeded some times.
 */
export function createSearch(
  look: (partition: number) => Promise<void>,
  signal: AbortSignal,
): (partition: number) => void {
  const reached = new Map<number, number>();
  const search = async (partition: number): Promise<void> => {
    for (let step = 0; step < PAUSES_MS.length && !signal.aborted; step = reached.get(partition) ?? 0) {
      await pause(PAUSES_MS[step] ?? 0, signal);
      const found = await look(partition).then(
        () => true,
        () => false,
      );
      if (!found) await pause(AWAY_MS, signal);
      else if (reached.get(partition) === step) reached.set(partition, step + 1);
    }
    reached.delete(partition);
  };
  return (partition) => {
    const searching = reached.has(partition);
    reached.set(partition, 0);
    if (!searching) void search(partition);
  };
}
