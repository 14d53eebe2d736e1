import type { Authorize, webApi } from '@slack/bolt';
import type { Logger } from '../ops/logging.js';
import { classifyFailure } from './delivery.js';
import { sleep } from './sleep.js';

/** Who the bot is in its workspace, as far as Slack has told by now. */
export interface BotIdentity {
  /** For Bolt: the token, and the bot's ids once they are known. Asks nothing, so no click waits for it. */
  readonly authorize: Authorize<boolean>;
  /** Asks Slack until it answers, or says that the token is no good. Never rejects. */
  learn(signal: AbortSignal): Promise<void>;
}

interface Ids {
  readonly botId?: string;
  readonly botUserId?: string;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Bolt's own way asks `auth.test` before anything else, and fails for good where Slack is out at the start. */
export function createBotIdentity(client: webApi.WebClient, botToken: string, logger: Logger): BotIdentity {
  let ids: Ids = {};
  return {
    authorize: async () => ({ botToken, ...ids }),
    learn: async (signal) => {
      for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        try {
          const { bot_id: botId, user_id: botUserId, team, team_id: workspace } = await client.auth.test();
          ids = {
            ...(botId === undefined ? {} : { botId }),
            ...(botUserId === undefined ? {} : { botUserId }),
          };
          logger.info({ workspace, team }, 'connected to Slack');
          return;
        } catch (error) {
          const failure = classifyFailure(error);
          if (failure.kind !== 'passing') {
            logger.error(
              { reason: failure.reason },
              'Slack does not accept SLACK_BOT_TOKEN: nothing can be shown until it is right',
            );
            return;
          }
          logger.warn({ reason: failure.reason }, 'Slack does not answer yet');
          await sleep(failure.afterMs ?? pause, signal);
        }
      }
    },
  };
}
