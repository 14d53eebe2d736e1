import type { webApi } from '@slack/bolt';
import type { Logger } from '../ops/logging.js';
import { createBoltLogger } from './bolt-logger.js';
import type { SlackConfig } from './config.js';
import { EffectClient } from './effect-client.js';
import { createLeanFetch } from './lean-fetch.js';

type WebClientOptions = webApi.WebClientOptions;

/** What is shown and posted waits as long; its worker tries again by itself. */
const EFFECT_TIMEOUT_MS = 10_000;
/** A click waits for these calls: a trigger lives 3 s. */
const CLICK_TIMEOUT_MS = 2_500;

/** Options of every Web API client. No retries inside: they would block behind a promise what our own queue retries durably. */
function optionsFor({ apiUrl }: SlackConfig, logger: Logger, timeout: number): WebClientOptions {
  return {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    logger: createBoltLogger(logger),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // Its own would make a signal for each call.
    timeout: 0,
    fetch: createLeanFetch(timeout),
  };
}

/** For Bolt's listeners, and for `respond()`, which sets no timeout of its own. */
export function clickClientOptions(config: SlackConfig, logger: Logger): WebClientOptions {
  return optionsFor(config, logger, CLICK_TIMEOUT_MS);
}

/** The Web API with one token, for effects. */
export function createEffectClient(token: string, config: SlackConfig, logger: Logger): webApi.WebClient {
  return new EffectClient(token, optionsFor(config, logger, EFFECT_TIMEOUT_MS), logger, EFFECT_TIMEOUT_MS);
}
