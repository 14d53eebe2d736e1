import { assertNever } from '../../errors.js';
import type { AuditCall } from '../collector.js';
import type { Attempt } from './deadline.js';
import { classifyError } from './failure.js';
import { known, unknownBecause, type Answer, type Failure, type Read } from './read.js';

/** What turns an attempt into words. */
export interface Limits {
  readonly callMilliseconds: number;
  /** Why everything was stopped: the deadline of the whole, or the person left. */
  readonly whyStopped: () => { readonly reason: string; readonly outcome: 'failed' | 'timeout' };
}

interface Explained {
  readonly failure: Failure;
  readonly outcome: AuditCall['outcome'];
}

/** What an attempt says: a value, that there is none, or an unknown with its reason. */
export function interpret<Input, Output>(
  read: Read<Input, Output>,
  attempt: Attempt<Output>,
  limits: Limits,
): { readonly answer: Answer<Output>; readonly outcome: AuditCall['outcome'] } {
  if (attempt.outcome === 'done') return { answer: known(attempt.value), outcome: 'ok' };
  if (attempt.outcome === 'threw' && read.absent?.codes.includes(classifyError(attempt.error).code)) {
    return { answer: known(read.absent.value), outcome: 'ok' };
  }
  const { failure, outcome } = explainFailure(read, attempt, limits);
  return { answer: unknownBecause(failure), outcome };
}

/** Why a call told nothing: `AccessDenied: s3:GetBucketPolicy`, and never more of AWS's own text than its code. */
export function explainFailure(
  { call, iamAction }: { readonly call: string; readonly iamAction: string },
  attempt: Exclude<Attempt<unknown>, { outcome: 'done' }>,
  { callMilliseconds, whyStopped }: Limits,
): Explained {
  switch (attempt.outcome) {
    case 'late':
      return {
        failure: { reason: `no answer within ${callMilliseconds / 1000} s: ${call}` },
        outcome: 'timeout',
      };
    case 'stopped': {
      const { reason, outcome } = whyStopped();
      return { failure: { reason: `${reason}: ${call}` }, outcome };
    }
    case 'threw':
      return explainError(call, iamAction, attempt.error);
    default:
      return assertNever(attempt, 'attempt');
  }
}

function explainError(call: string, iamAction: string, error: unknown): Explained {
  const { kind, code, deniedBy } = classifyError(error);
  switch (kind) {
    case 'denied': {
      const because = deniedBy === undefined ? '' : ` (explicit deny in a ${deniedBy})`;
      const failure = { reason: `AccessDenied: ${iamAction}${because}`, neededPermission: iamAction };
      return { failure, outcome: 'denied' };
    }
    case 'malformed':
      return { failure: { reason: `AWS's answer could not be read: ${call}` }, outcome: 'failed' };
    case 'other':
      return { failure: { reason: `${code}: ${call}` }, outcome: 'failed' };
    default:
      return assertNever(kind, 'error');
  }
}
