import { watch } from 'node:fs';
import { messageOf } from '../errors.js';
import { lintLibrary } from '../library.js';

/** Editors write a file in several steps: the files are read once they have been quiet for so long. */
const QUIET_MS = 150;

/**
 * Tells of every change under this directory, once it is over: what is wrong in the files now, or nothing. Throws where the directory
 * cannot be watched.
 */
export function watchFlows(
  directory: string,
  changed: (problems: readonly string[]) => Promise<void>,
): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  const read = async () => {
    try {
      await changed(lintLibrary(directory));
    } catch (error) {
      await changed([messageOf(error)]);
    }
  };
  const watcher = watch(directory, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(read);
    }, QUIET_MS);
  });
  return {
    stop() {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
