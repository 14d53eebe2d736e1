import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { InputError, OtherReleaseError, S3DeniedError } from '../../errors.js';
import { JSON_CODEC, type Codec } from '../codec.js';
import type { Clock } from '../clock.js';
import { NO_LOGGER, type Logger } from '../ports.js';
import { eventMark, SEEN_LIMIT } from '../seen.js';
import type { RecordStore } from '../records.js';
import type {
  Commit,
  CommitOutcome,
  EffectOutcome,
  InvestigationStore,
  PendingEffect,
  StoredInvestigation,
  Workspace,
} from '../store.js';
import { parseRedisUrl, REDIS_URL_FORMS, type RedisAddress } from './address.js';
import { connect, type Connection } from './connection.js';
import { Consumer } from './consumer.js';
import { readCommitReply } from './entries.js';
import { createRecentList } from '../recent.js';
import { eraseWorkspace } from './erase.js';
import { createKeys, GROUP, type Keys } from './keys.js';
import { readRecord } from './record.js';
import { createRedisRecords } from './records.js';
import { COMMIT } from './scripts.js';
import { mayHaveArrived, writeOnce } from './write-once.js';
import { DEFAULT_TIMINGS, type RedisTimings } from './timings.js';

export interface RedisStoreOptions {
  /** As in REDIS_URL: one server, a cluster, or Sentinels. */
  readonly url: string;
  /** How long an investigation is kept after its last write; 30 days unless told. */
  readonly ttlSeconds?: number;
  /** In how many hash slots everything is spread; the same in every process, for ever. 8 unless told. */
  readonly partitions?: number;
  /** Redis keeps the time itself; taken so that both stores are made alike. */
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly timings?: Partial<RedisTimings>;
  readonly codec?: Codec;
}

const DEFAULT_TTL_SECONDS = 30 * 24 * 3600;
const DEFAULT_PARTITIONS = 8;

/** Connects, or throws `StoreUnavailableError` naming host and port. */
export async function createRedisStore(options: RedisStoreOptions): Promise<InvestigationStore> {
  const { logger = NO_LOGGER } = options;
  const address = parseRedisUrl(options.url);
  if (address === undefined) throw new InputError(`REDIS_URL: ${REDIS_URL_FORMS}`);
  const timings = { ...DEFAULT_TIMINGS, ...options.timings };
  const open = (purpose: string) => connect({ address, logger, purpose, commandMs: timings.command });
  return new RedisStore(await open('state'), () => open('effects'), options, timings, address.kind);
}

class RedisStore implements InvestigationStore {
  readonly records: RecordStore;
  readonly #redis: Connection;
  readonly #openReader: () => Promise<Connection>;
  readonly #keys: Keys;
  readonly #ttlSeconds: number;
  readonly #timings: RedisTimings;
  readonly #codec: Codec;
  readonly #logger: Logger;
  readonly #kind: RedisAddress['kind'];
  readonly #closing = new AbortController();
  #consumer: Consumer | undefined;
  #working: Promise<void> = Promise.resolve();

  constructor(
    redis: Connection,
    openReader: () => Promise<Connection>,
    options: RedisStoreOptions,
    timings: RedisTimings,
    kind: RedisAddress['kind'],
  ) {
    this.#kind = kind;
    this.#redis = redis;
    this.records = createRedisRecords(redis);
    this.#openReader = openReader;
    this.#keys = createKeys(options.partitions ?? DEFAULT_PARTITIONS);
    this.#ttlSeconds = options.ttlSeconds ?? DEFAULT_TTL_SECONDS;
    this.#timings = timings;
    this.#codec = options.codec ?? JSON_CODEC;
    this.#logger = options.logger ?? NO_LOGGER;
  }

  async load(id: string): Promise<StoredInvestigation | undefined> {
    const value = await this.#redis.run((client) => client.get(this.#keys.state(id)));
    if (value === null) return undefined;
    const record = readRecord(value);
    if (record === undefined) {
      this.#logger.error({ investigationId: id }, 'this is no state of ours; treated as not found');
      return undefined;
    }
    const investigation = this.#codec.decodeInvestigation(record.text);
    if (investigation === undefined) throw new OtherReleaseError(`the state of ${id} is not readable here`);
    return { investigation, version: record.version };
  }

  async commit({ investigation, from, eventId, effects }: Commit): Promise<CommitOutcome> {
    const consumer = this.#consumer;
    const { id } = investigation;
    const keys = [this.#keys.state(id), this.#keys.stream(this.#keys.partitionOf(id)), this.#keys.lease(id)];
    const args = [
      eventMark(eventId),
      String(from),
      String(this.#ttlSeconds),
      String(SEEN_LIMIT),
      GROUP,
      consumer?.name ?? '',
      String(this.#timings.lease),
      id,
      this.#codec.encodeInvestigation(investigation),
      ...effects.map((effect) => this.#codec.encodeEffect(effect)),
    ];
    const committed = { investigation, version: from + 1 };
    const read = (reply: unknown): CommitOutcome => {
      const { outcome, leased, entries } = readCommitReply(reply);
      consumer?.handOver({ investigationId: id, leased, entries, committed });
      return outcome;
    };
    const call = { script: COMMIT, keys, args, read };
    const write = (withinMs: number) =>
      this.#redis.runScript(call, withinMs).catch((error: unknown) => {
        if (mayHaveArrived(error)) consumer?.missAnswer(id);
        throw error;
      });
    return writeOnce(write, this.#timings.command);
  }

  consume(run: (effect: PendingEffect) => Promise<EffectOutcome>, signal: AbortSignal): Promise<void> {
    if (this.#consumer !== undefined) throw new S3DeniedError('bug', 'this store has a consumer already');
    const either = AbortSignal.any([signal, this.#closing.signal]);
    // Each partition's reader waits on it.
    setMaxListeners(0, either);
    const consumer = new Consumer({
      redis: this.#redis,
      openReader: this.#openReader,
      readTogether: this.#readTogether(),
      keys: this.#keys,
      name: randomUUID(),
      timings: this.#timings,
      codec: this.#codec,
      logger: this.#logger,
      run,
      signal: either,
    });
    this.#consumer = consumer;
    // A consumer that stops takes nothing more; what is written from then on is for the others.
    either.addEventListener('abort', () => (this.#consumer = undefined), { once: true });
    this.#working = consumer.work();
    return this.#working;
  }

  /** One command may not span hash slots in a cluster: there, each partition is read by a connection of its own. */
  #readTogether(): readonly (readonly number[])[] {
    const all = Array.from({ length: this.#keys.partitions }, (_, partition) => partition);
    return this.#kind === 'cluster' ? all.map((partition) => [partition]) : [all];
  }

  erase(workspace: Workspace): Promise<number> {
    return eraseWorkspace(this.#redis, this.#codec, { workspace, recent: createRecentList(this.records) });
  }

  async ping(): Promise<void> {
    await this.#redis.run((client) => client.ping());
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#working;
    await this.#redis.close();
  }
}
