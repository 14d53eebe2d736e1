import { watch } from 'node:fs';
import { messageOf } from '../errors.js';
import type { LoadedLibrary } from '../flow/authoring.js';
import { readLibrary } from '../library.js';

/** Editors write a file in several steps: the files are read once they have been quiet for so long. */
const QUIET_MS = 150;

/**
 * Tells of every change under this directory, once it is over: the flows as they are now, or what is wrong in them. Throws where the
 * directory cannot be watched.
 */
export function watchFlows(
  directory: string,
  changed: (read: LoadedLibrary) => Promise<void>,
): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  const read = async () => {
    try {
      await changed(readLibrary(directory));
    } catch (error) {
      await changed({ problems: [messageOf(error)] });
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
