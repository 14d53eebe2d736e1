import type { Exchange } from './server.js';

/**
 * The longest chain of calls each of which needs something from the answer of the one before: keys, names, ARNs, ids. Read off the
 * wire and not off the clock, so that a call that waits for nothing's sake does not make the chain longer.
 *
 * A call needs the answers that first told what it says and nobody knew before: its access key, its bucket, its parameters. One
 * dependency shows in no text: what is set on a bucket can be asked only when it is known in which account the bucket lies.
 */
export function longestChain(exchanges: readonly Exchange[], known: string): readonly string[] {
  const chains = new Map<Exchange, readonly string[]>();
  const inOrder = exchanges.toSorted((one, other) => one.endedAt - other.endedAt);
  for (const exchange of inOrder) {
    const earlier = inOrder.filter(({ endedAt }) => endedAt <= exchange.startedAt);
    const chainOf = (one: Exchange) => chains.get(one) ?? [];
    const needed = needs(exchange, known).map((isTold) => shortest(earlier.filter(isTold).map(chainOf)));
    chains.set(exchange, [...longest(needed), exchange.call.call]);
  }
  return longest([...chains.values()]);
}

type Told = (earlier: Exchange) => boolean;

function needs({ call }: Exchange, known: string): readonly Told[] {
  const values = [...call.params]
    .filter(([name]) => !CONSTANT.has(name))
    .map(([, value]) => value)
    .concat(call.accessKeyId, call.bucket ?? '', ...namedBySessionPolicy(call.params.get('Policy') ?? ''));
  const told = values
    .filter((value) => value.length > 3 && !known.includes(value))
    .map(
      (value): Told =>
        ({ answer }) =>
          answer.includes(value),
    );
  return call.bucket === undefined || LOCATING.has(call.call) ? told : [...told, locatesBucket];
}

/** The same in every call of its kind. */
const CONSTANT: ReadonlySet<string> = new Set([
  'Action',
  'Version',
  'Policy',
  'Filter',
  'RoleSessionName',
  'x-id',
]);

const LOCATING: ReadonlySet<string> = new Set(['s3:GetBucketLocation', 's3:ListBuckets']);

const locatesBucket: Told = ({ call, answer }) =>
  call.call === 's3:GetBucketLocation' && answer.includes('<LocationConstraint ');

/** A session is narrowed to one key or bucket, which has to be known by then. */
function namedBySessionPolicy(policy: string): readonly string[] {
  const [key] = /arn:aws:kms:[^"*]+:key\/[\w-]+/.exec(policy) ?? [];
  const [, bucket] = /"arn:aws:s3:::([\w.-]+)"/.exec(policy) ?? [];
  return [key, bucket].filter((name) => name !== undefined);
}

function longest(chains: readonly (readonly string[])[]): readonly string[] {
  return chains.reduce((best, chain) => (chain.length > best.length ? chain : best), []);
}

function shortest(chains: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = chains;
  return others.reduce((best, chain) => (chain.length < best.length ? chain : best), first);
}
