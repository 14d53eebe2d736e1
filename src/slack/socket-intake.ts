import { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '../ops/logging.js';
import { socketAcknowledgement } from './acknowledgement.js';
import { createBoltLogger } from './bolt-logger.js';
import { clickClientOptions } from './clients.js';
import type { SlackConfig } from './config.js';
import { classifyFailure } from './delivery.js';
import { sleep } from './sleep.js';

export interface SocketIntake {
  readonly receiver: SocketModeReceiver;
  /** Connects, and connects again whenever the connection goes, until `signal` aborts. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** A connection that held this long ended in the ordinary way (Slack renews them): the next is made at once. */
const HELD_MS = 5_000;

/** Bolt's Socket Mode receiver. Its own reconnecting lets a rejection escape while Slack is out, so reconnecting is done here. */
export function createSocketIntake(appToken: string, config: SlackConfig, logger: Logger): SocketIntake {
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: createBoltLogger(logger),
    ...socketAcknowledgement(logger),
    installerOptions: { clientOptions: clickClientOptions(config, logger) },
  });
  const run = async (signal: AbortSignal): Promise<void> => {
    for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const since = Date.now();
      await connectOnce(receiver, logger, signal);
      if (Date.now() - since > HELD_MS) pause = FIRST_PAUSE_MS;
      await sleep(pause, signal);
    }
  };
  return { receiver, run };
}

/** Resolves when the connection is gone, or could not be made. */
async function connectOnce(
  { client }: SocketModeReceiver,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  const hangUp = (): void => void client.disconnect();
  signal.addEventListener('abort', hangUp);
  try {
    await client.start();
    const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    // Told to stop while it was connecting: there was nothing to hang up yet.
    if (signal.aborted) hangUp();
    else logger.info('connected to Slack by Socket Mode');
    await ended;
    if (!signal.aborted) logger.info('the Socket Mode connection ended; connecting again');
  } catch (error) {
    logFailure(error, logger);
  } finally {
    signal.removeEventListener('abort', hangUp);
  }
}

/** Goes on trying either way: somebody may put the token right in Slack. The client rejects with nothing where the socket just closes. */
function logFailure(error: unknown, logger: Logger): void {
  if (error === undefined) return logger.warn({ reason: 'closed' }, 'Socket Mode could not connect');
  const { kind, reason } = classifyFailure(error);
  if (kind === 'passing') return logger.warn({ reason }, 'Socket Mode could not connect');
  logger.error({ reason }, 'Slack does not accept SLACK_APP_TOKEN: nothing arrives until it is right');
}
