import { createClient, type RedisClientOptions } from 'redis';
import { messageOf, StoreUnavailableError } from '../../errors.js';
import type { Logger } from '../ports.js';
import type { Script } from './scripts.js';

export type RedisClient = ReturnType<typeof openClient>;

export interface ConnectionOptions {
  readonly url: string;
  readonly logger: Logger;
  /** For the log: what this connection is for. */
  readonly purpose: string;
  /** How long one command may take. */
  readonly commandMs: number;
}

/**
 * One connection that comes back for ever. A command is never kept for later: while Redis is away, or does not answer in time, it
 * rejects with `StoreUnavailableError`.
 */
export interface Connection {
  run<T>(command: (client: RedisClient) => Promise<T>, withinMs?: number): Promise<T>;
  runScript(script: Script, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  close(): Promise<void>;
}

/** After so long without any reply a connection is taken for dead, even if its socket says otherwise. */
const SILENCE_MS = 5_000;
const CONNECT_MS = 2_000;
const RECONNECT_MAX_MS = 1_000;

/** Rejects with `StoreUnavailableError` where Redis cannot be reached now. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const connection = new ReconnectingConnection(options);
  await connection.open();
  return connection;
}

class ReconnectingConnection implements Connection {
  readonly #options: ConnectionOptions;
  readonly #address: string;
  #client: RedisClient | undefined;
  #lastReply = Date.now();
  #closed = false;
  #lost = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#address = addressOf(options.url);
  }

  async open(): Promise<void> {
    let everConnected = false;
    const client = openClient(this.#options.url, (retries) => everConnected && pauseBefore(retries));
    client.on('error', (error: unknown) => everConnected && this.#noteLoss(error));
    client.on('ready', () => this.#noteReturn());
    this.#client = client;
    try {
      await within(client.connect(), CONNECT_MS);
      everConnected = true;
      this.#lastReply = Date.now();
      if (this.#closed) client.destroy();
    } catch (error) {
      client.destroy();
      throw this.#unavailable(error);
    }
  }

  async run<T>(command: (client: RedisClient) => Promise<T>, withinMs = this.#options.commandMs): Promise<T> {
    const client = this.#client;
    if (client === undefined || !client.isReady) throw this.#unavailable(new Error('not connected'));
    try {
      const reply = await within(command(client), withinMs);
      this.#lastReply = Date.now();
      return reply;
    } catch (error) {
      if (error instanceof TimedOut && Date.now() - this.#lastReply > SILENCE_MS) this.#replace(client);
      throw this.#unavailable(error);
    }
  }

  runScript({ source, sha }: Script, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    const options = { keys: [...keys], arguments: [...args] };
    return this.run(async (client): Promise<unknown> => {
      try {
        return await client.evalSha(sha, options);
      } catch (error) {
        // Redis forgets scripts when it restarts.
        if (!messageOf(error).startsWith('NOSCRIPT')) throw error;
        return client.eval(source, options);
      }
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) return;
    if (!client.isReady) return client.destroy();
    await within(client.close(), this.#options.commandMs).catch(() => client.destroy());
  }

  /** The socket lives and nobody answers (a failover, a firewall that forgot us): begin anew. */
  #replace(client: RedisClient): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = undefined;
    client.destroy();
    void this.#reopen(0);
  }

  async #reopen(retries: number): Promise<void> {
    while (!this.#closed) {
      try {
        return await this.open();
      } catch (error) {
        this.#noteLoss(error);
        await new Promise((resolve) => setTimeout(resolve, pauseBefore(retries)).unref());
        retries += 1;
      }
    }
  }

  #noteLoss(error: unknown): void {
    if (this.#lost || this.#closed) return;
    this.#lost = true;
    const { logger, purpose } = this.#options;
    logger.warn(
      { redis: this.#address, purpose, error: messageOf(error) },
      'lost the connection to Redis; trying again until it is back',
    );
  }

  #noteReturn(): void {
    if (!this.#lost) return;
    this.#lost = false;
    this.#options.logger.info(
      { redis: this.#address, purpose: this.#options.purpose },
      'the connection to Redis is back',
    );
  }

  #unavailable(cause: unknown): StoreUnavailableError {
    return new StoreUnavailableError(`Redis at ${this.#address} is not available: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

function openClient(url: string, reconnectStrategy: (retries: number) => number | false) {
  const options = {
    url,
    // A click is answered with "try again" rather than kept.
    disableOfflineQueue: true,
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy },
  } satisfies RedisClientOptions;
  return createClient(options);
}

/** Doubles up to a second; a part of it by chance, so that forty processes do not come back at the same moment. */
function pauseBefore(retries: number): number {
  const full = Math.min(50 * 2 ** Math.min(retries, 10), RECONNECT_MAX_MS);
  return full * (0.5 + Math.random() * 0.5);
}

/** `host:port`, for messages: never the user name or password of the URL. */
export function addressOf(url: string): string {
  try {
    const { hostname, port } = new URL(url);
    return `${hostname}:${port === '' ? '6379' : port}`;
  } catch {
    return 'an address that is no URL';
  }
}

function reasonOf(cause: unknown): string {
  // A name with several addresses fails with all their errors.
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  return messageOf(cause) || 'connection failed';
}

class TimedOut extends Error {}

async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
    promise.catch(() => {});
  }
}
