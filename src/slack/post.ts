import { EventEmitter } from 'node:events';
import { request } from 'undici';

export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/**
 * Posts a text by undici, the client below Node's own `fetch`, which costs more than everything else about a click together
 * (`npm run bench -- bot`). Rejects as `fetch` does: with a `TypeError` whose cause says why.
 */
export async function post(url: string, { headers, body }: Post, timeoutMs: number): Promise<Answer> {
  // For undici as good as an AbortSignal, each of which keeps a timer of its own until that is due, answer or not.
  const overdue = new EventEmitter();
  const timer = setTimeout(() => overdue.emit('abort'), timeoutMs).unref();
  try {
    // INVARIANT: no redirect is followed: the token goes to nobody but Slack.
    const answer = await request(url, { method: 'POST', headers, body, signal: overdue });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  } catch (cause) {
    throw new TypeError('fetch failed', { cause });
  } finally {
    clearTimeout(timer);
  }
}
