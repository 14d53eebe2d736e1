import { isLeftToLookAt } from '../../diagnosis/index.js';
import type { CauseFinding, Diagnosis } from '../../diagnosis/types.js';

/** What a diagnosis comes to, the way it is told. */
export interface Findings {
  /** The likeliest cause; left out: none was found. */
  readonly lead?: CauseFinding;
  readonly otherConfirmed: readonly CauseFinding[];
  readonly otherPossible: readonly CauseFinding[];
}

export function findingsOf({ causes }: Diagnosis): Findings {
  const confirmed = causes.filter(({ status }) => status === 'confirmed');
  const possible = causes.filter(({ status }) => status === 'possible');
  const [lead] = [...confirmed, ...possible.filter((cause) => !isLeftToLookAt(cause))];
  return {
    ...(lead === undefined ? {} : { lead }),
    otherConfirmed: confirmed.filter((cause) => cause !== lead),
    otherPossible: possible.filter((cause) => cause !== lead),
  };
}
