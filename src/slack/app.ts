import { App } from '@slack/bolt';
import type { ConversationService } from '../conversation/service.js';
import { messageOf } from '../errors.js';
import type { Route } from '../ops/http-server.js';
import type { Logger } from '../ops/logging.js';
import { createSlackAccess } from './access.js';
import { createAcknowledgement } from './acknowledgement.js';
import { boundClients } from './bolt-clients.js';
import { createBoltLogger } from './bolt-logger.js';
import { clickClientOptions } from './clients.js';
import type { SlackConfig } from './config.js';
import { trackInFlight } from './in-flight.js';
import type { ListenerContext } from './interaction.js';
import { registerListeners } from './listeners/index.js';
import { createRecent } from './recent.js';
import { settledWithin } from './sleep.js';
import type { SlackAccess } from './types.js';

export interface SlackAppOptions {
  readonly config: SlackConfig;
  /** Left out: as the configuration says, for one workspace. */
  readonly access?: SlackAccess;
  /** Takes away what is stored of a workspace; what it returns is how many investigations these were. */
  readonly erase?: (workspace: string) => Promise<number>;
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
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { config, service, logger, metrics } = options;
  const access = options.access ?? createSlackAccess({ config, logger });
  const { intake } = access;
  const acknowledgement = createAcknowledgement(access.authorize);
  const app = new App({
    receiver: intake.receiver,
    authorize: acknowledgement.authorize,
    convoStore: false,
    clientOptions: clickClientOptions(config, logger),
    logger: createBoltLogger(logger),
  });
  // The last net: listeners tell the person themselves and do not reject.
  app.error(async (error) =>
    logger.error({ code: error.code, reason: messageOf(error) }, 'a listener failed'),
  );
  acknowledgement.guard(app);
  boundClients(app);
  const inFlight = trackInFlight(app);
  registerListeners(app, {
    service,
    logger,
    recent: createRecent(),
    removed: async (installed) => {
      const workspace = await access.forget(installed);
      return (await options.erase?.(workspace)) ?? 0;
    },
    ...(metrics === undefined ? {} : { metrics }),
  });
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  return {
    app,
    mode: intake.mode,
    routes: intake.routes,
    start: () => {
      running = Promise.all([access.learn(stopping.signal), intake.run(stopping.signal)]);
    },
    stop: async (graceMs = GRACE_MS) => {
      await inFlight.settled(graceMs);
      stopping.abort();
      await settledWithin(running, HANG_UP_MS);
    },
  };
}
