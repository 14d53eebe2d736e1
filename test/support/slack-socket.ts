import { type WebSocket, WebSocketServer } from 'ws';
import type { Loose } from './slack-api.js';

/** Slack's end of Socket Mode: says hello, sends envelopes, and gets them acknowledged. */
export class SlackSocketPeer {
  #server: WebSocketServer | undefined;
  readonly #sockets: WebSocket[] = [];
  readonly #waiting = new Map<string, (payload: Loose) => void>();
  #envelopes = 0;

  async start(): Promise<this> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    this.#server = server;
    server.on('connection', (socket) => {
      this.#sockets.push(socket);
      socket.on('message', (data: Buffer) => this.#receive(JSON.parse(data.toString())));
      socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }));
    });
    await new Promise((resolve) => server.once('listening', resolve));
    return this;
  }

  get url(): string {
    const address = this.#server?.address();
    if (address === undefined || address === null || typeof address === 'string')
      throw new Error('the socket peer does not listen');
    return `ws://127.0.0.1:${address.port}/link`;
  }

  /** Resolves when the bot has connected for the nth time. */
  async connected(times = 1): Promise<void> {
    for (let tries = 0; this.#sockets.length < times; tries += 1) {
      if (tries > 900) throw new Error(`the bot has connected ${this.#sockets.length} times, not ${times}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    // The bot listens once it has read the hello.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /** Sends an envelope; resolves with what it is acknowledged with. */
  send(type: string, payload: object): Promise<Loose> {
    this.#envelopes += 1;
    const envelope_id = `envelope-${this.#envelopes}`;
    const acknowledged = new Promise<Loose>((resolve) => this.#waiting.set(envelope_id, resolve));
    this.#sockets
      .at(-1)
      ?.send(JSON.stringify({ type, envelope_id, payload, accepts_response_payload: true }));
    return acknowledged;
  }

  drop(): void {
    this.#sockets.at(-1)?.terminate();
  }

  askToReconnect(): void {
    this.#sockets.at(-1)?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  #receive(message: { envelope_id?: string; payload?: unknown }): void {
    this.#waiting.get(message.envelope_id ?? '')?.(message.payload);
  }
}
