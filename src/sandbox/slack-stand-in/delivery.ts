import { messageOf } from '../../errors.js';
import type { ExchangeDraft } from '../exchanges.js';
import type { Now } from './ids.js';
import { parseJson } from './request-body.js';
import { signatureHeaders } from './signing.js';
import type { SlackObject } from './slack-objects.js';

/** Slack waits this long for the bot's answer. */
const ACK_LIMIT_MS = 3_000;

export type Delivery =
  /** The bot's answer; `body` is undefined where it was empty. */
  | { readonly outcome: 'acked'; readonly body: unknown; readonly ms: number }
  | { readonly outcome: 'late' }
  | { readonly outcome: 'refused'; readonly reason: string };

/** Sends Slack's signed requests to the bot's `/slack/events`. Never throws. */
export interface Courier {
  command(fields: Readonly<Record<string, string>>): Promise<Delivery>;
  interaction(payload: SlackObject): Promise<Delivery>;
  event(
    envelope: SlackObject,
    retry?: { readonly number: number; readonly reason: string },
  ): Promise<Delivery>;
}

export interface CourierOptions {
  /** The bot's `/slack/events`; undefined until it has started. */
  botUrl(): string | undefined;
  readonly signingSecret: string;
  readonly now: Now;
  readonly ackLimitMs?: number;
  /** Told of every request with its answer. */
  record(exchange: ExchangeDraft): void;
}

const FORM = 'application/x-www-form-urlencoded';

export function createCourier(options: CourierOptions): Courier {
  async function deliver(
    contentType: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<Delivery> {
    const url = options.botUrl();
    if (url === undefined) return { outcome: 'refused', reason: 'the bot has not started' };
    const started = performance.now();
    const signal = AbortSignal.timeout(options.ackLimitMs ?? ACK_LIMIT_MS);
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        redirect: 'error',
        signal,
        headers: {
          ...headers,
          ...signatureHeaders(options.signingSecret, body, options.now()),
          'content-type': contentType,
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        },
      });
      const text = await response.text();
      if (!response.ok) return { outcome: 'refused', reason: `HTTP ${response.status}` };
      return { outcome: 'acked', body: readAnswer(text), ms: performance.now() - started };
    } catch (error) {
      return signal.aborted ? { outcome: 'late' } : { outcome: 'refused', reason: messageOf(error) };
    }
  }

  async function send(
    sent: { readonly what: string; readonly told: SlackObject },
    contentType: string,
    body: string,
    headers: Record<string, string> = {},
  ): Promise<Delivery> {
    const started = performance.now();
    const delivery = await deliver(contentType, body, headers);
    const { outcome } = delivery;
    options.record({
      way: 'to_bot',
      what: sent.what,
      request: sent.told,
      response: outcome === 'acked' ? delivery.body : delivery,
      outcome,
      ms: performance.now() - started,
    });
    return delivery;
  }

  return {
    command: (fields) =>
      send(
        { what: `command ${fields['command'] ?? ''}`, told: fields },
        FORM,
        new URLSearchParams(fields).toString(),
      ),
    interaction: (payload) =>
      send(
        { what: nameOf(payload), told: payload },
        FORM,
        new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
      ),
    event: (envelope, retry) =>
      send(
        { what: 'event', told: envelope },
        'application/json',
        JSON.stringify(envelope),
        retry === undefined
          ? {}
          : { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason },
      ),
  };
}

/** `block_actions`, `view_submission`, … */
function nameOf({ type }: SlackObject): string {
  return typeof type === 'string' ? type : 'interaction';
}

function readAnswer(text: string): unknown {
  if (text.trim() === '') return undefined;
  return parseJson(text) ?? text;
}
