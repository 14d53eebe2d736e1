import { ClientClosedError, ClientOfflineError, ErrorReply } from 'redis';
import { messageOf, WriteUncertainError } from '../../errors.js';
import type { CommitOutcome } from '../store.js';
import { NotConnected } from './connection.js';

/** How much longer than one command a write may take to make sure of itself. */
const MAKE_SURE_MS = 500;
const PAUSE_MS = 50;

/**
 * Runs a write that Redis recognizes when it comes again (by its event's mark). Where the answer is lost, it is sent again to learn
 * what became of it. Rejects with `WriteUncertainError` where that stays open, else as `write` does.
 */
export async function writeOnce(
  write: (withinMs: number) => Promise<CommitOutcome>,
  commandMs: number,
): Promise<CommitOutcome> {
  const deadline = performance.now() + commandMs + MAKE_SURE_MS;
  const left = (): number => deadline - performance.now();
  try {
    return await write(commandMs);
  } catch (error) {
    if (!mayHaveArrived(error)) throw error;
    for (let last = error; ; ) {
      if (left() <= 0) throw new WriteUncertainError(messageOf(last), { cause: last });
      try {
        const outcome = await write(left());
        return outcome === 'repeated' ? 'committed' : outcome;
      } catch (again) {
        last = again;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }
}

/** Redis said no, or was never asked: then nothing is written. */
export function mayHaveArrived(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const certain = [ErrorReply, ClientOfflineError, ClientClosedError, NotConnected];
  return !certain.some((kind) => cause instanceof kind);
}
