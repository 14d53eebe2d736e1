/** Where Redis is, as REDIS_URL says it. */
export type RedisAddress =
  /** One server, or a name that always leads to the writable one. */
  | { readonly kind: 'single'; readonly url: string; readonly nodes: readonly RedisNode[] }
  /** Some of a cluster's nodes; the others are learnt from them. */
  | ({ readonly kind: 'cluster' } & Nodes)
  /** Sentinels, which know where the master of that name is now. */
  | ({ readonly kind: 'sentinel'; readonly master: string } & Nodes);

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

interface Nodes {
  readonly nodes: readonly RedisNode[];
  readonly tls: boolean;
  readonly credentials: RedisCredentials | undefined;
}

export interface RedisCredentials {
  readonly username?: string;
  readonly password: string;
}

export const REDIS_URL_FORMS =
  'a URL such as redis://127.0.0.1:6379, redis+cluster://host:6379,host:6379 or redis+sentinel://host:26379,host:26379/mymaster (rediss for TLS)';

const PORTS = { single: 6379, cluster: 6379, sentinel: 26379 } as const;
const SCHEME = /^redis(s?)(?:\+(cluster|sentinel))?:\/\//;
const MASTER_NAME = /^[\w.-]+$/;

/**
 * Reads `redis[s]://…`, `redis[s]+cluster://[user:password@]host[:port],…` and
 * `redis[s]+sentinel://[user:password@]host[:port],…/master`. undefined: it is none of these.
 */
export function parseRedisUrl(text: string): RedisAddress | undefined {
  const scheme = SCHEME.exec(text);
  if (scheme === null) return undefined;
  const kind = readKind(scheme[2]);
  const rest = text.slice(scheme[0].length);
  const at = rest.lastIndexOf('@');
  const [hosts = '', path = '', ...more] = rest.slice(at + 1).split('/');
  const nodes = hosts.split(',').map((host) => readNode(host.split('?')[0] ?? '', PORTS[kind]));
  const known = nodes.filter((node) => node !== undefined);
  if (known.length !== nodes.length) return undefined;
  if (kind === 'single')
    return known.length === 1 && URL.canParse(text) ? { kind, url: text, nodes: known } : undefined;
  const credentials = at < 0 ? 'none' : readCredentials(rest.slice(0, at));
  if (credentials === undefined || more.length > 0) return undefined;
  const common = {
    nodes: known,
    tls: scheme[1] === 's',
    credentials: credentials === 'none' ? undefined : credentials,
  };
  if (kind === 'cluster') return path === '' ? { kind, ...common } : undefined;
  return MASTER_NAME.test(path) ? { kind, master: path, ...common } : undefined;
}

/** `host:port, …`, for messages: never the user name or password of the URL. */
export function showAddress({ nodes }: RedisAddress): string {
  return nodes.map(({ host, port }) => `${host}:${port}`).join(', ');
}

function readKind(name: string | undefined): RedisAddress['kind'] {
  return name === 'cluster' || name === 'sentinel' ? name : 'single';
}

function readNode(text: string, defaultPort: number): RedisNode | undefined {
  const url = `redis://${text}`;
  if (text === '' || !URL.canParse(url)) return undefined;
  const { hostname, port, host } = new URL(url);
  // Brackets are for URLs; a socket takes the bare IPv6 address.
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return host === '' ? undefined : { host: bare, port: port === '' ? defaultPort : Number(port) };
}

function readCredentials(text: string): RedisCredentials | undefined {
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  try {
    const username = decodeURIComponent(text.slice(0, colon));
    const password = decodeURIComponent(text.slice(colon + 1));
    return username === '' ? { password } : { username, password };
  } catch {
    return undefined;
  }
}
