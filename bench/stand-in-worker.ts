import { parentPort } from 'node:worker_threads';
import { longestChain } from '../test/support/aws-stand-in/chain.js';
import { FULL_ESTATE } from '../test/support/aws-stand-in/full-estate.js';
import { startStandIn } from '../test/support/aws-stand-in/server.js';

/** What every call takes, as of a distant AWS. */
export const DELAY_MS = 40;

/** Of one collection. */
export interface Asked {
  readonly calls: number;
  /** Each needs something from the answer of the one before. */
  readonly longestChain: readonly string[];
}

// A thread of its own: AWS does not take the bot's time either. Tells its address, and whenever it hears what was known beforehand,
// what it was asked since the last time.
if (parentPort !== null) {
  const port = parentPort;
  const standIn = await startStandIn(FULL_ESTATE, { delayMilliseconds: DELAY_MS });
  port.on('message', (known: string) => {
    const exchanges = standIn.takeExchanges();
    const asked: Asked = { calls: exchanges.length, longestChain: longestChain(exchanges, known) };
    port.postMessage(asked);
  });
  port.postMessage(standIn.url);
}
