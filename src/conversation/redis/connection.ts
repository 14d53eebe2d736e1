import { messageOf, StoreUnavailableError } from '../../errors.js';
import type { Logger } from '../ports.js';
import { type RedisAddress, showAddress } from './address.js';
import { openClient, type OpenClient, pauseBefore, type RedisCommands } from './client.js';
import type { Script } from './scripts.js';
import { TimedOut, within } from './within.js';

export interface ConnectionOptions {
  readonly address: RedisAddress;
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
  run<T>(command: (client: RedisCommands) => Promise<T>, withinMs?: number): Promise<T>;
  runScript<T>(call: ScriptCall<T>, withinMs?: number): Promise<T>;
  close(): Promise<void>;
}

/** Nothing was sent. */
export class NotConnected extends Error {
  override readonly message = 'not connected';
}

export interface ScriptCall<T> {
  readonly script: Script;
  readonly keys: readonly string[];
  readonly args: readonly string[];
  /** Reads the reply; also one that comes too late for who waits, so that what it hands to this process is not left lying. */
  readonly read: (reply: unknown) => T;
}

/** After so long without any reply a connection is taken for dead, even if its socket says otherwise. */
const SILENCE_MS = 5_000;

/** Rejects with `StoreUnavailableError` where Redis cannot be reached now. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const connection = new ReconnectingConnection(options);
  await connection.open();
  return connection;
}

class ReconnectingConnection implements Connection {
  readonly #options: ConnectionOptions;
  readonly #address: string;
  #client: OpenClient | undefined;
  #lastReply = Date.now();
  #closed = false;
  #lost = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#address = showAddress(options.address);
  }

  async open(): Promise<void> {
    const holder: { client?: OpenClient } = {};
    try {
      const client = await openClient(this.#options.address, {
        onError: (error) => this.#noteLoss(error),
        onReady: () => this.#noteReturn(),
        onEnd: () => holder.client && this.#replace(holder.client),
      });
      if (this.#closed) return client.destroy();
      holder.client = client;
      this.#client = client;
      this.#lastReply = Date.now();
    } catch (error) {
      throw this.#unavailable(error);
    }
  }

  async run<T>(
    command: (client: RedisCommands) => Promise<T>,
    withinMs = this.#options.commandMs,
  ): Promise<T> {
    const client = this.#client;
    if (client === undefined || !client.isReady()) throw this.#unavailable(new NotConnected());
    try {
      const reply = await within(command(client.commands), withinMs);
      this.#lastReply = Date.now();
      return reply;
    } catch (error) {
      const silent = error instanceof TimedOut && Date.now() - this.#lastReply > SILENCE_MS;
      if (silent || wasDemoted(error)) this.#replace(client);
      throw this.#unavailable(error);
    }
  }

  runScript<T>({ script, keys, args, read }: ScriptCall<T>, withinMs?: number): Promise<T> {
    return this.run(async (client) => read(await evaluate(client, script, keys, args)), withinMs);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) return;
    if (!client.isReady()) return client.destroy();
    await within(client.close(), this.#options.commandMs).catch(() => client.destroy());
  }

  /** The socket lives and nobody answers (a failover, a firewall that forgot us): begin anew. */
  #replace(client: OpenClient): void {
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
      { redis: this.#address, purpose, error: reasonOf(error) },
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

async function evaluate(
  client: RedisCommands,
  { source, sha }: Script,
  keys: readonly string[],
  args: readonly string[],
): Promise<unknown> {
  const options = { keys: [...keys], arguments: [...args] };
  try {
    return await client.evalSha(sha, options);
  } catch (error) {
    // Redis forgets scripts when it restarts.
    if (!messageOf(error).startsWith('NOSCRIPT')) throw error;
    return client.eval(source, options);
  }
}

/** The server that we talk to is not the master any more. */
function wasDemoted(error: unknown): boolean {
  return messageOf(error).startsWith('READONLY');
}

function reasonOf(cause: unknown): string {
  // A name with several addresses fails with all their errors.
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  return messageOf(cause).replace(QUOTED, '') || 'connection failed';
}

/** A server that does not know a command repeats what it was sent: of HELLO, the password. */
const QUOTED = /, with args beginning with:.*/s;
