import { App, type Receiver } from '@slack/bolt';
import type { ConversationService } from '../conversation/service.js';
import { InputError, messageOf } from '../errors.js';
import type { Route } from '../ops/http-server.js';
import type { Logger } from '../ops/logging.js';
import { createBoltLogger } from './bolt-logger.js';
import { createBotIdentity } from './bot-identity.js';
import { clickClientOptions, createClientFor } from './clients.js';
import type { SlackConfig } from './config.js';
import { createHttpIntake } from './http-intake.js';
import { trackInFlight } from './in-flight.js';
import type { ListenerContext } from './interaction.js';
import { registerListeners } from './listeners/index.js';
import { createRecent } from './recent.js';
import { settledWithin } from './sleep.js';
import { createSocketIntake } from './socket-intake.js';

export interface SlackAppOptions {
  readonly config: SlackConfig;
  readonly service: ConversationService;
  readonly logger: Logger;
  readonly metrics?: NonNullable<ListenerContext['metrics']>;
}

export interface SlackApp {
  readonly app: App;
  readonly mode: 'http' | 'socket';
  /** For the process's HTTP server; none in Socket Mode. */
  readonly routes: readonly Route[];
  /** Begins to take interactions. Returns at once: where Slack is out, it keeps trying by itself. */
  start(): void;
  /** Takes nothing more, and waits for what is under way, at most `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

const GRACE_MS = 5_000;
/** Closing the socket takes an answer from Slack: this long it is waited for. */
const HANG_UP_MS = 1_000;

/** Slack as a way into the conversation. What it shows is `createSlackSurface`'s. */
export function createSlackApp({ config, service, logger, metrics }: SlackAppOptions): SlackApp {
  const intake = createIntake(config, logger);
  const identity = createBotIdentity(createClientFor(config, logger)(''), config.botToken, logger);
  const app = new App({
    receiver: intake.receiver,
    authorize: identity.authorize,
    convoStore: false,
    clientOptions: clickClientOptions(config, logger),
    logger: createBoltLogger(logger),
  });
  // The last net: listeners tell the person themselves and do not reject.
  app.error(async (error) =>
    logger.error({ code: error.code, reason: messageOf(error) }, 'a listener failed'),
  );
  const inFlight = trackInFlight(app);
  registerListeners(app, {
    service,
    logger,
    recent: createRecent(),
    ...(metrics === undefined ? {} : { metrics }),
  });
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  return {
    app,
    mode: intake.mode,
    routes: intake.routes,
    start: () => {
      running = Promise.all([identity.learn(stopping.signal), intake.run(stopping.signal)]);
    },
    stop: async (graceMs = GRACE_MS) => {
      await inFlight.settled(graceMs);
      stopping.abort();
      await settledWithin(running, HANG_UP_MS);
    },
  };
}

interface Intake {
  readonly mode: 'http' | 'socket';
  readonly receiver: Receiver;
  readonly routes: readonly Route[];
  run(signal: AbortSignal): Promise<void>;
}

function createIntake(config: SlackConfig, logger: Logger): Intake {
  if (config.appToken !== undefined) {
    return { mode: 'socket', routes: [], ...createSocketIntake(config.appToken, config, logger) };
  }
  if (config.signingSecret === undefined) {
    throw new InputError('SLACK_SIGNING_SECRET is missing: set it, or SLACK_APP_TOKEN for Socket Mode');
  }
  const { receiver, route } = createHttpIntake(config.signingSecret, logger);
  return { mode: 'http', receiver, routes: [route], run: () => Promise.resolve() };
}
