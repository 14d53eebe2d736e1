import type { CollectionProgress } from '../collector.js';
import type { ReadInfo } from '../read-info.js';

/**
 * Counts reads by their row in the table, not by call: how many policies a user has is not known beforehand, and a total that
 * grows while one looks at it tells nothing. `done` never goes back.
 */
export interface ProgressTracker {
  started(read: ReadInfo): void;
  finished(read: ReadInfo): void;
  /** Everything is read that will be; rows that turned out not to apply count as done. */
  completed(): void;
}

export function createProgressTracker(
  planned: readonly ReadInfo[],
  report: (progress: CollectionProgress) => void,
): ProgressTracker {
  const total = planned.length;
  const done = new Set<ReadInfo>();
  let ended = false;
  const tell = (count: number, reading: string) => {
    if (!ended) report({ done: count, total, reading });
  };
  return {
    started: (read) => tell(done.size, read.words),
    finished: (read) => {
      if (!planned.includes(read) || done.has(read)) return;
      done.add(read);
      tell(done.size, read.words);
    },
    completed: () => {
      tell(total, 'all that could be read');
      ended = true;
    },
  };
}
