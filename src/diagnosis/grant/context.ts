import { S3DeniedError } from '../../errors.js';
import type { Situation } from '../situation.js';
import type { Evidence } from '../types.js';
import { keyOf, type KeyUse } from './key.js';
import { permitsOf, type Permits } from './permits.js';
import { analyseAll, probesFor, type Probe } from './probes.js';
import type { Goal } from './types.js';

/** What a way of granting is planned from. */
export interface GrantContext {
  readonly goal: Goal;
  readonly probes: readonly Probe[];
  /** What all the policies say of each probe today. */
  readonly situations: readonly Situation[];
  /** The first of them: any tells what all have in common. */
  readonly situation: Situation;
  readonly permits: Permits;
  readonly key: KeyUse;
}

export function contextOf(goal: Goal, evidence: Evidence): GrantContext {
  const probes = probesFor(goal, evidence);
  const situations = analyseAll(probes);
  const [situation] = situations;
  if (situation === undefined) throw new S3DeniedError('bug', `no request stands for ${goal.level}`);
  return { goal, probes, situations, situation, permits: permitsOf(situations), key: keyOf(situations) };
}
