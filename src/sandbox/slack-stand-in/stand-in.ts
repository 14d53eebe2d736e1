import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createCourier } from './delivery.js';
import type { Now } from './ids.js';
import type { InteractionContext } from './interactions/context.js';
import { createState, type StandInState } from './state.js';
import { serveWebApi } from './web-api.js';

export interface StandInOptions {
  /** Where this stand-in is served, without a slash at the end. */
  readonly origin: string;
  /** The bot's `/slack/events`; undefined until it has started. */
  botUrl(): string | undefined;
  /** Milliseconds since 1970; a test gives its own. */
  readonly now?: Now;
  /** How long the bot has to acknowledge; Slack's 3 s where absent. */
  readonly ackLimitMs?: number;
}

/** Slack, as far as the bot can tell: its Web API one way, its signed requests the other. */
export interface SlackStandIn {
  readonly state: StandInState;
  /** What the interactions in `interactions/` are run with. */
  readonly context: InteractionContext;
  readonly signingSecret: string;
  readonly botToken: string;
  /** Serves the Web API, uploads and response URLs. False where the path is none of these. */
  serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

export function createSlackStandIn(options: StandInOptions): SlackStandIn {
  const { origin, now = Date.now } = options;
  const signingSecret = randomBytes(32).toString('hex');
  const botToken = `xoxb-sandbox-${randomBytes(16).toString('hex')}`;
  const state = createState({ origin, botToken, now });
  const courier = createCourier({
    botUrl: () => options.botUrl(),
    signingSecret,
    now,
    record: state.exchanges.add,
    ...(options.ackLimitMs === undefined ? {} : { ackLimitMs: options.ackLimitMs }),
  });
  return {
    state,
    context: { state, courier, now },
    signingSecret,
    botToken,
    serve: (path, request, response) => serveWebApi(state, path, request, response),
  };
}
