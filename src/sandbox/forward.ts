import type { ServerResponse } from 'node:http';
import { messageOf } from '../errors.js';
import { answerText } from '../ops/http-server.js';

/** The bot's answer to a GET, with its status. */
export async function forwardToBot(
  botUrl: string | undefined,
  path: string,
  response: ServerResponse,
): Promise<void> {
  if (botUrl === undefined) return answerText(response, 503, 'the bot has not started');
  try {
    const answer = await fetch(new URL(path, botUrl), { signal: AbortSignal.timeout(5_000) });
    const text = await answer.text();
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    response.end(text);
  } catch (error) {
    answerText(response, 502, `the bot does not answer: ${messageOf(error)}`);
  }
}
