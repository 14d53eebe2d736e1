import { randomBytes } from 'node:crypto';

/** Milliseconds since 1970; a test gives its own. */
export type Now = () => number;

/** Slack's message ids: seconds with six decimals, unique and growing. */
export function createTimestamps(now: Now): () => string {
  let last = 0;
  return () => {
    last = Math.max(now() * 1000, last + 1);
    const seconds = Math.floor(last / 1_000_000);
    return `${seconds}.${String(last % 1_000_000).padStart(6, '0')}`;
  };
}

/** An id as Slack's are: a letter that says what it is, then capitals and digits. */
export function createId(prefix: string): string {
  return `${prefix}${randomBytes(5).toString('hex').toUpperCase()}`;
}
