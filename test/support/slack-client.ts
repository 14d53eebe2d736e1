import { createHmac } from 'node:crypto';
import type { Loose } from './slack-api.js';

export const SIGNING_SECRET = 'test-signing-secret';

export interface SignedOptions {
  readonly secret?: string;
  /** Seconds since 1970; now, unless told. */
  readonly timestamp?: number;
  readonly headers?: Record<string, string>;
}

export interface SlackAnswer {
  readonly status: number;
  /** The parsed body; an empty one is undefined. */
  readonly body: Loose;
}

let triggers = 0;

/** A trigger id that nobody has used yet. */
export function newTrigger(): string {
  triggers += 1;
  return `trigger.${triggers}.${Date.now()}`;
}

/** Sends what Slack sends, signed as Slack signs it, to a bot's `/slack/events`. */
export class SlackClient {
  constructor(
    readonly url: string,
    readonly responseUrl = 'http://127.0.0.1:9/response',
  ) {}

  command(text: string, fields: Record<string, string> = {}, options?: SignedOptions): Promise<SlackAnswer> {
    return this.form(this.commandFields(text, fields), options);
  }

  commandFields(text: string, fields: Record<string, string> = {}): Record<string, string> {
    return {
      command: '/s3denied',
      text,
      team_id: 'T1',
      channel_id: 'C1',
      channel_name: 'cloud-help',
      user_id: 'U1',
      user_name: 'jane',
      api_app_id: 'A1',
      trigger_id: newTrigger(),
      response_url: this.responseUrl,
      ...fields,
    };
  }

  /** An interactive payload: a click, a shortcut, a submission. */
  interact(payload: object, options?: SignedOptions): Promise<SlackAnswer> {
    return this.form({ payload: JSON.stringify(payload) }, options);
  }

  click(
    actionId: string,
    more: { blockId?: string; value?: string; userId?: string } & Record<string, unknown> = {},
  ) {
    return this.interact(this.clickPayload(actionId, more));
  }

  clickPayload(
    actionId: string,
    {
      blockId = 'actions',
      value,
      userId = 'U1',
      ...rest
    }: { blockId?: string; value?: string; userId?: string } & Record<string, unknown> = {},
  ): object {
    return {
      type: 'block_actions',
      team: { id: 'T1', domain: 'example' },
      user: { id: userId, team_id: 'T1' },
      api_app_id: 'A1',
      channel: { id: 'C1', name: 'cloud-help' },
      container: { type: 'message', channel_id: 'C1', message_ts: '1700000000.000001' },
      message: { type: 'message', ts: '1700000000.000001', text: '' },
      trigger_id: newTrigger(),
      response_url: this.responseUrl,
      actions: [
        {
          type: 'button',
          action_id: actionId,
          block_id: blockId,
          action_ts: '1700000001.000001',
          ...(value === undefined ? {} : { value }),
        },
      ],
      ...rest,
    };
  }

  shortcut(callbackId: string, more: Record<string, unknown> = {}): Promise<SlackAnswer> {
    const type = callbackId === 'diagnose_message' ? 'message_action' : 'shortcut';
    return this.interact({
      type,
      callback_id: callbackId,
      team: { id: 'T1', domain: 'example' },
      user: { id: 'U1', team_id: 'T1' },
      trigger_id: newTrigger(),
      action_ts: '1700000001.000001',
      ...(type === 'message_action'
        ? {
            response_url: this.responseUrl,
            channel: { id: 'C1', name: 'cloud-help' },
            message_ts: '1700000000.000009',
          }
        : {}),
      ...more,
    });
  }

  /** `values`: by block id, as Slack's state has them under the action id `value`. */
  submit(...form: Parameters<SlackClient['viewPayload']>): Promise<SlackAnswer> {
    return this.interact(this.viewPayload(...form));
  }

  viewPayload(
    values: Record<string, object>,
    view: Record<string, unknown>,
    more: Record<string, unknown> = {},
  ): object {
    const state = {
      values: Object.fromEntries(Object.entries(values).map(([block, input]) => [block, { value: input }])),
    };
    return {
      type: 'view_submission',
      team: { id: 'T1', domain: 'example' },
      user: { id: 'U1', team_id: 'T1' },
      trigger_id: newTrigger(),
      view: { type: 'modal', callback_id: 'intake', id: 'V1', state, ...view },
      ...more,
    };
  }

  event(event: object, more: Record<string, unknown> = {}): Promise<SlackAnswer> {
    return this.json({
      type: 'event_callback',
      team_id: 'T1',
      api_app_id: 'A1',
      event_id: `Ev${newTrigger()}`,
      event_time: 1700000000,
      authorizations: [{ enterprise_id: null, team_id: 'T1', user_id: 'UBOT', is_bot: true }],
      event,
      ...more,
    });
  }

  form(fields: Record<string, string>, options?: SignedOptions): Promise<SlackAnswer> {
    return this.send(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded', options);
  }

  json(body: object, options?: SignedOptions): Promise<SlackAnswer> {
    return this.send(JSON.stringify(body), 'application/json', options);
  }

  async send(body: string, contentType: string, options: SignedOptions = {}): Promise<SlackAnswer> {
    const timestamp = String(options.timestamp ?? Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', options.secret ?? SIGNING_SECRET)
      .update(`v0:${timestamp}:${body}`)
      .digest('hex');
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
        ...options.headers,
      },
      body,
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : parse(text) };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
