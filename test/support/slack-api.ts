import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** JSON that a test looks into. */
// oxlint-disable-next-line typescript/no-explicit-any -- the test says what it expects of it
export type Loose = any;

/** One call that the bot made: `chat.postMessage`, `views.open`, or `response_url`, `upload`. */
export interface SlackCall {
  readonly method: string;
  readonly args: Record<string, Loose>;
  readonly token: string | undefined;
  readonly at: number;
  /** Slack said no: whatever it was, it is not there. */
  readonly refused: boolean;
}

export type Scripted =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | { readonly error: string }
  | { readonly answer: Record<string, unknown> }
  /** As usual, but late. */
  | { readonly delayMs: number }
  /** Never answers; closes its side of the connection; begins an answer and never ends it. */
  | 'hang'
  | 'half-closed'
  | 'half-answered';

/** A stand-in of Slack's Web API for tests: answers what the bot calls, records it, and fails as told. */
export class FakeSlackApi {
  readonly calls: SlackCall[] = [];
  readonly #byChannel = new Map<unknown, SlackCall[]>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #scripts = new Map<string, Scripted[]>();
  readonly #always = new Map<string, Scripted>();
  readonly #usedTriggers = new Set<string>();
  #messages = 0;
  /** Where Socket Mode is told to connect. */
  socketUrl = '';

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Breaks off every connection, whatever waits on it. */
  hangUp(): void {
    this.#server.closeAllConnections();
  }

  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the fake Slack does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  get url(): string {
    return `${this.origin}/api/`;
  }

  get responseUrl(): string {
    return `${this.origin}/response/1`;
  }

  /** The next calls of a method get these, one each; then it answers as usual. */
  script(method: string, ...outcomes: Scripted[]): void {
    this.#scripts.set(method, [...(this.#scripts.get(method) ?? []), ...outcomes]);
  }

  /** Every call of a method (`chat.update`, or `chat.update C1` for one channel) gets this; undefined: as usual again. */
  always(method: string, outcome: Scripted | undefined): void {
    if (outcome === undefined) this.#always.delete(method);
    else this.#always.set(method, outcome);
  }

  /** What was said in a channel, oldest first. */
  inChannel(channel: string): readonly SlackCall[] {
    return this.#byChannel.get(channel) ?? [];
  }

  /** Forgets what was recorded: for runs of an hour. */
  forget(): void {
    this.calls.length = 0;
    this.#byChannel.clear();
  }

  of(method: string): readonly SlackCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  last(method: string): SlackCall {
    const call = this.of(method).at(-1);
    if (call === undefined)
      throw new Error(
        `no call of ${method}; there were: ${this.calls.map((each) => each.method).join(', ')}`,
      );
    return call;
  }

  /** Resolves when a method has been called `count` times. */
  async until(method: string, count = 1, withinMs = 5_000): Promise<SlackCall> {
    const start = Date.now();
    while (this.of(method).length < count) {
      if (Date.now() - start > withinMs) this.last(`${method} (waiting for ${count})`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return this.last(method);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const path = request.url ?? '';
    const method = path.startsWith('/api/')
      ? path.slice('/api/'.length)
      : path.startsWith('/response/')
        ? 'response_url'
        : 'upload';
    const args = readArgs(request.headers['content-type'] ?? '', body);
    // A response tells no channel but by its address.
    const channel = method === 'response_url' ? path.split('/')[2] : args['channel'];
    const outcome =
      this.#scripts.get(method)?.shift() ??
      this.#always.get(`${method} ${channel}`) ??
      this.#always.get(method) ??
      this.#always.get('*');
    this.#record(channel, {
      method,
      args,
      token: request.headers.authorization,
      at: Date.now(),
      refused: isRefusal(outcome),
    });
    if (outcome === 'hang') return;
    if (outcome === 'half-closed') return void request.socket.end();
    if (outcome === 'half-answered')
      return void response.writeHead(200, { 'content-length': '100' }).write('{"ok": true');
    if (outcome !== undefined && 'status' in outcome) {
      response.writeHead(outcome.status, outcome.headers ?? {}).end(outcome.body ?? '');
      return;
    }
    if (outcome !== undefined && 'error' in outcome)
      return answer(response, { ok: false, error: outcome.error });
    if (outcome !== undefined && 'answer' in outcome)
      return answer(response, { ok: true, ...outcome.answer });
    if (outcome !== undefined) await sleep(outcome.delayMs);
    answer(response, this.#answer(method, args));
  }

  #record(channel: unknown, call: SlackCall): void {
    this.calls.push(call);
    const there = this.#byChannel.get(channel);
    if (there === undefined) this.#byChannel.set(channel, [call]);
    else there.push(call);
  }

  #answer(method: string, args: Record<string, Loose>): Record<string, unknown> {
    switch (method) {
      case 'auth.test':
        return { ok: true, team: 'Example', team_id: 'T1', user_id: 'UBOT', bot_id: 'BBOT' };
      case 'chat.postMessage':
        this.#messages += 1;
        return {
          ok: true,
          channel: args['channel'],
          ts: `1700000000.${String(this.#messages).padStart(6, '0')}`,
        };
      case 'chat.getPermalink':
        return {
          ok: true,
          permalink: `https://example.slack.com/archives/${args['channel']}/p${args['message_ts']}`,
        };
      case 'conversations.open':
        return { ok: true, channel: { id: `D${String(args['users']).slice(1)}` } };
      case 'views.open':
        return this.#openView(args);
      case 'files.getUploadURLExternal':
        return { ok: true, upload_url: `${this.origin}/upload/1`, file_id: 'F1' };
      case 'files.completeUploadExternal':
        return { ok: true, files: [{ id: 'F1' }] };
      case 'apps.connections.open':
        return { ok: true, url: this.socketUrl };
      default:
        return { ok: true };
    }
  }

  #openView(args: Record<string, Loose>): Record<string, unknown> {
    const trigger = String(args['trigger_id']);
    if (this.#usedTriggers.has(trigger)) return { ok: false, error: 'exchanged_trigger_id' };
    this.#usedTriggers.add(trigger);
    return { ok: true, view: { id: `V${this.#usedTriggers.size}`, ...args['view'] } };
  }
}

function isRefusal(outcome: Scripted | undefined): boolean {
  if (typeof outcome !== 'object') return false;
  return 'error' in outcome || ('status' in outcome && outcome.status >= 400);
}

function answer(response: ServerResponse, body: Record<string, unknown>): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function readArgs(contentType: string, body: string): Record<string, Loose> {
  if (contentType.startsWith('application/json')) return JSON.parse(body);
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return { body };
  return Object.fromEntries([...new URLSearchParams(body)].map(([key, value]) => [key, fromJson(value)]));
}

/** The client sends what is not plain as JSON text. */
function fromJson(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
