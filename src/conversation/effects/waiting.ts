import type { Investigation } from '../investigation.js';

/** Whether this very audit is still what the investigation waits for. */
export function isWaiting(investigation: Investigation, audit: number): boolean {
  return investigation.phase === 'collecting' && investigation.audit === audit;
}
