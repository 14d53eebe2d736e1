import type { Investigation } from '../../../src/conversation/investigation.js';
import { DETAILS, JANE, PLACE } from './rig.js';

let count = 0;

/** A new investigation that no store has seen. */
export function anInvestigation(more: Partial<Investigation> = {}): Investigation {
  count += 1;
  return {
    schema: 1,
    id: `inv_${`${process.pid}x${count}`.padEnd(16, '0')}`,
    createdAt: '2026-11-21T12:00:00.000Z',
    owner: JANE,
    place: PLACE,
    details: DETAILS,
    phase: 'asking',
    flowId: 'general-403',
    flowFingerprint: 'test-1',
    machine: { value: 'ask-requester-pays', context: {} },
    answers: {},
    audit: 0,
    ...more,
  };
}
