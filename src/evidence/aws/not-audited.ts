import type { Failure } from './read.js';

/** Why nothing is read of an account. */
export function notAudited(account: string): Failure {
  return { reason: `account ${account} is not among those that may be audited here` };
}
