import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { webApi } from '@slack/bolt';
import { createAuthorDesk } from '../../src/sandbox/author-desk.js';
import { createOwnCases } from '../../src/sandbox/own-cases.js';
import { createRealAudit } from '../../src/sandbox/real-audit.js';
import { createRequestListener } from '../../src/sandbox/server.js';
import { createTeamsStandIn } from '../../src/sandbox/teams-stand-in/teams.js';
import type { Estate } from '../../src/sandbox/estates.js';
import { createSlackStandIn, type SlackStandIn } from '../../src/sandbox/slack-stand-in/stand-in.js';

/** A request that the stand-in sent to the bot, as it arrived. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a payload that the test looks into
export type Loose = any;

/** What a form-encoded request of Slack's says: a command's fields, or the payload. */
export function contentOf(received: Received | undefined): Loose {
  const fields = Object.fromEntries(new URLSearchParams(received?.body ?? ''));
  return fields['payload'] === undefined ? fields : JSON.parse(fields['payload']);
}

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  /** Milliseconds. */
  readonly after?: number;
}

const nothing = (): void => {};
const SILENT: webApi.Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => webApi.LogLevel.ERROR,
};

/** The stand-in behind its real server, a bot that only listens, and a real WebClient. */
export class Harness {
  now = Date.now();
  readonly received: Received[] = [];
  /** What the bot answers next; an empty 200 where there is nothing. */
  readonly answers: Answer[] = [];
  readonly #servers: Server[] = [];
  readonly own = createOwnCases();
  origin = '';
  standIn!: SlackStandIn;
  client!: webApi.WebClient;

  async start(estates: readonly Estate[] = []): Promise<this> {
    const bot = await this.#listen(createServer((request, response) => void this.#answer(request, response)));
    const server = createServer();
    const port = await this.#listen(server);
    this.origin = `http://127.0.0.1:${port}`;
    const botUrl = (): string => `http://127.0.0.1:${bot}/slack/events`;
    this.standIn = createSlackStandIn({ origin: this.origin, botUrl, now: () => this.now, ackLimitMs: 300 });
    const logger = { error: (details: object) => console.error(details) };
    const parts = {
      standIn: this.standIn,
      estates,
      own: this.own,
      realAudit: createRealAudit(undefined),
      teams: createTeamsStandIn({ state: this.standIn.state, botUrl, start: async () => {} }),
      author: createAuthorDesk({
        standIn: this.standIn,
        directory: undefined,
        inspect: async () => undefined,
      }),
    };
    server.on(
      'request',
      createRequestListener({ ...parts, port, logger, bot: { url: botUrl, start: async () => {} } }),
    );
    this.client = new webApi.WebClient(this.standIn.botToken, {
      slackApiUrl: `${this.origin}/api/`,
      logger: SILENT,
      retryConfig: { retries: 0 },
    });
    return this;
  }

  async stop(): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /** What the page asks for. */
  async act(action: object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.origin}/sandbox/do`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.origin, ...headers },
      body: JSON.stringify(action),
    });
  }

  /** Does something on the page, and gives its outcome. */
  async do(action: object): Promise<Loose> {
    return (await this.act(action)).json();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    this.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    const { status = 200, body, after = 0 } = this.answers.shift() ?? {};
    setTimeout(() => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? '' : JSON.stringify(body));
    }, after);
  }

  async #listen(server: Server): Promise<number> {
    this.#servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  }
}

/** The error code that Slack's client throws with. */
export async function errorOf(call: Promise<unknown>): Promise<Loose> {
  try {
    await call;
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError) return error.data;
    throw error;
  }
  return { error: 'none' };
}

export const MODAL = {
  type: 'modal',
  callback_id: 'intake',
  private_metadata: 'C0CLOUDHLP',
  title: { type: 'plain_text', text: 'Intake' },
  submit: { type: 'plain_text', text: 'Send' },
  blocks: [
    {
      type: 'input',
      block_id: 'resource',
      label: { type: 'plain_text', text: 'Resource' },
      element: { type: 'plain_text_input', action_id: 'value' },
    },
    {
      type: 'input',
      block_id: 'operation',
      optional: true,
      label: { type: 'plain_text', text: 'Operation' },
      element: {
        type: 'static_select',
        action_id: 'value',
        option_groups: [
          {
            label: { type: 'plain_text', text: 'Read' },
            options: [{ text: { type: 'plain_text', text: 'Get' }, value: 'GetObject' }],
          },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'audit',
      optional: true,
      label: { type: 'plain_text', text: 'Audit' },
      element: {
        type: 'checkboxes',
        action_id: 'value',
        options: [{ text: { type: 'plain_text', text: 'Read' }, value: 'audit' }],
      },
    },
  ],
} satisfies webApi.ViewsOpenArguments['view'];
