import { createClient, createCluster, type RedisClientOptions } from 'redis';
import { assertNever } from '../../errors.js';
import type { RedisAddress } from './address.js';
import { findMaster } from './sentinel.js';
import { within } from './within.js';

type SingleClient = ReturnType<typeof createClient>;

/** What is asked of Redis, whatever it consists of. */
export type RedisCommands = Pick<
  SingleClient,
  'get' | 'set' | 'del' | 'scan' | 'eval' | 'evalSha' | 'xReadGroup' | 'xGroupCreate'
> & { ping(): Promise<unknown> };

export interface OpenClient {
  readonly commands: RedisCommands;
  isReady(): boolean;
  /** Rejects where it is not open any more. */
  close(): Promise<unknown>;
  destroy(): void;
}

export interface ClientEvents {
  /** Heard only after it was open once. */
  readonly onError: (error: unknown) => void;
  readonly onReady: () => void;
  /** It will not come back by itself. */
  readonly onEnd: () => void;
}

/**
 * How long a command may take, `within` says: the client's own clock is an AbortSignal for each, whose timer outlives it. What
 * bounds the memory where a server takes nothing more is their number.
 */
const COMMANDS = { commandOptions: { timeout: 0 }, commandsQueueMaxLength: 10_000 } as const;

const CONNECT_MS = 2_000;
const RECONNECT_MAX_MS = 1_000;
/** A cluster whose node went away is asked for its new shape after so long. */
const REFRESH_MS = 1_000;

/** Connects. Rejects where it cannot, and leaves nothing behind. */
export function openClient(address: RedisAddress, events: ClientEvents): Promise<OpenClient> {
  switch (address.kind) {
    case 'single':
      return openServer({ url: address.url }, events, 'returns');
    case 'sentinel':
      return openMaster(address, events);
    case 'cluster':
      return openCluster(address, events);
    default:
      return assertNever(address, 'kind of Redis');
  }
}

/**
 * Where the master is, is asked anew for each connection: one that is lost may have been lost to a failover. Sentinel closes the
 * clients of a master that it demotes. https://redis.io/docs/latest/develop/reference/sentinel-clients/
 */
async function openMaster(
  address: Extract<RedisAddress, { readonly kind: 'sentinel' }>,
  events: ClientEvents,
): Promise<OpenClient> {
  const { host, port } = await findMaster(address);
  const socket = { host, port, ...tlsOf(address) };
  return openServer({ socket, ...address.credentials }, events, 'ends');
}

async function openServer(
  { socket, ...options }: RedisClientOptions,
  events: ClientEvents,
  whenLost: 'returns' | 'ends',
): Promise<OpenClient> {
  let opened = false;
  const client = createClient({
    ...options,
    // A click is answered with "try again" rather than kept.
    disableOfflineQueue: true,
    ...COMMANDS,
    socket: {
      ...socket,
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (retries: number) => opened && whenLost === 'returns' && pauseBefore(retries),
    },
  });
  client.on('error', (error: unknown) => {
    if (!opened) return;
    events.onError(error);
    if (whenLost === 'ends') events.onEnd();
  });
  client.on('ready', events.onReady);
  try {
    await within(client.connect(), CONNECT_MS);
  } catch (error) {
    client.destroy();
    throw error;
  }
  opened = true;
  return {
    commands: client,
    isReady: () => client.isReady,
    close: () => client.close(),
    destroy: () => client.destroy(),
  };
}

async function openCluster(
  address: Extract<RedisAddress, { readonly kind: 'cluster' }>,
  events: ClientEvents,
): Promise<OpenClient> {
  const cluster = createCluster({
    rootNodes: address.nodes.map((node) => ({ socket: { ...node, socketTimeout: CONNECT_MS } })),
    // A node that is down must not keep the others waiting; each is connected to when it is needed.
    minimizeConnections: true,
    commandOptions: COMMANDS.commandOptions,
    topologyRefreshOnReconnectionAttemptStrategy: REFRESH_MS,
    defaults: {
      ...address.credentials,
      ...COMMANDS,
      disableOfflineQueue: true,
      socket: { connectTimeout: CONNECT_MS, reconnectStrategy: pauseBefore, ...tlsOf(address) },
    },
  });
  let opened = false;
  let why: unknown;
  const note = (error: unknown): void => {
    why = error;
    if (opened) events.onError(error);
  };
  cluster.on('error', note);
  cluster.on('node-error', note);
  cluster.on('node-ready', events.onReady);
  try {
    await within(cluster.connect(), 2 * CONNECT_MS);
  } catch (error) {
    cluster.destroy();
    throw why ?? error;
  }
  opened = true;
  return {
    // PING would ask all masters, and fail where one of them is away: most investigations live on the others.
    commands: Object.assign(cluster, {
      ping: () => Promise.any(cluster.masters.map(async (node) => (await cluster.nodeClient(node)).ping())),
    }),
    isReady: () => cluster.isReady,
    close: () => cluster.close(),
    destroy: () => cluster.destroy(),
  };
}

function tlsOf({ tls }: { readonly tls: boolean }): { readonly tls?: true } {
  return tls ? { tls } : {};
}

/** Doubles up to a second; a part of it by chance, so that forty processes do not come back at the same moment. */
export function pauseBefore(retries: number): number {
  const full = Math.min(50 * 2 ** Math.min(retries, 10), RECONNECT_MAX_MS);
  return full * (0.5 + Math.random() * 0.5);
}
