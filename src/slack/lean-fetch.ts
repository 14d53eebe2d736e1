import type { webApi } from '@slack/bolt';
import { post } from './post.js';

type Fetch = NonNullable<webApi.WebClientOptions['fetch']>;

/** `fetch` as far as the Web API's client uses it, with a timeout: what posts a text goes straight to undici. */
export function createLeanFetch(timeoutMs: number): Fetch {
  return async (url, init) => {
    if (init?.method !== 'POST' || typeof init.body !== 'string')
      return fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    const headers = Object.fromEntries(new Headers(init.headers));
    const answer = await post(String(url), { headers, body: init.body }, timeoutMs);
    const pairs = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    );
    return new Response(answer.text, { status: answer.status, headers: pairs });
  };
}
