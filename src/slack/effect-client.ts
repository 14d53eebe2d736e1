import { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Logger } from '../ops/logging.js';
import { type Answer, post } from './post.js';

/** What we read of Slack's answer. https://docs.slack.dev/apis/web-api/#responses */
const answerSchema = z.object({
  ok: z.boolean(),
  error: z.string().default(''),
  response_metadata: z.object({ messages: z.array(z.string()).default([]) }).optional(),
});

/**
 * The Web API for effects. A message that is shown anew is most of what the bot ever sends: it goes straight to undici. The client's
 * own way leads through a debug log, a queue and retries (all turned off here) and a `Response`, for each click (`npm run bench -- bot`).
 * Rejects as the client does. https://docs.slack.dev/apis/web-api/#post_bodies
 */
export class EffectClient extends webApi.WebClient {
  readonly #logger: Logger;
  readonly #timeoutMs: number;

  constructor(token: string, options: webApi.WebClientOptions, logger: Logger, timeoutMs: number) {
    super(token, options);
    this.#logger = logger;
    this.#timeoutMs = timeoutMs;
  }

  override async apiCall(
    method: string,
    options: Record<string, unknown> = {},
  ): Promise<webApi.WebAPICallResult> {
    if (method !== 'chat.update') return super.apiCall(method, options);
    const answer = readAnswer(await this.#post(method, formOf(options)));
    const { ok, error, response_metadata: more } = answer;
    // Such as which block it is that Slack does not take.
    if (more !== undefined)
      this.#logger.warn({ method, error, messages: more.messages }, 'Slack has remarks');
    if (!ok) throw new webApi.WebAPIPlatformError({ ok, error });
    return { ok };
  }

  async #post(method: string, body: string): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${this.token}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
    try {
      return await post(`${this.slackApiUrl}${method}`, { headers, body }, this.#timeoutMs);
    } catch (error) {
      throw error instanceof Error ? new webApi.WebAPIRequestError(error) : error;
    }
  }
}

/** What is no text goes as JSON, as the client sends it. */
function formOf(options: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(options).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || value === null) return [];
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
  return new URLSearchParams(fields).toString();
}

function readAnswer({ status, headers, text }: Answer): z.infer<typeof answerSchema> {
  const retryAfter = Number.parseInt(String(headers['retry-after']), 10);
  if (status === 429 && !Number.isNaN(retryAfter)) throw new webApi.WebAPIRateLimitedError(retryAfter);
  if (status !== 200) throw new webApi.WebAPIHTTPError(status, '', {}, text);
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch {
    return { ok: false, error: text };
  }
}
