import { assertNever } from '../../errors.js';
import { evidenceOf } from '../evidence-of.js';
import { resultFingerprint } from '../interviewer.js';
import type { Investigation } from '../investigation.js';
import type { RecentInvestigation } from '../service.js';
import { findingsOf } from './findings.js';
import type { PresentDeps } from './types.js';
import { addressOf, date } from './words.js';

/** An investigation in a list: what it is about, and how far it has come. */
export function presentRecent(investigation: Investigation, deps: PresentDeps): RecentInvestigation {
  const { id, createdAt, place } = investigation;
  const { request } = evidenceOf(investigation);
  const title = `${request.operation ?? 'A request'} on ${addressOf({ actions: [], ...request }) ?? 'S3'}`;
  return {
    id,
    started: date(createdAt),
    place,
    title,
    state: stateOf(investigation, deps),
    postable: isPostable(investigation, deps),
    shareable: investigation.phase === 'diagnosed',
  };
}

function stateOf(investigation: Investigation, { interviewer }: PresentDeps): string {
  switch (investigation.phase) {
    case 'collecting':
      return 'I am reading what AWS says';
    case 'asking':
      return 'I wait for an answer of yours';
    case 'diagnosed': {
      const { diagnosis, grant } = interviewer.interview(investigation);
      const { lead } = findingsOf(diagnosis);
      const solved = investigation.feedback === 'solved' ? ' · solved' : '';
      if (grant !== undefined)
        return `${grant.outcome === 'planned' ? 'A plan for access' : 'No plan yet'}${solved}`;
      if (lead === undefined) return `No cause found${solved}`;
      return `${lead.status === 'confirmed' ? 'Found' : 'Probably'}: ${lead.title}${solved}`;
    }
    case 'deleted':
      return 'Deleted';
    default:
      return assertNever(investigation.phase, 'phase');
  }
}

function isPostable(investigation: Investigation, { interviewer, supportChannels }: PresentDeps): boolean {
  const { owner, phase, support } = investigation;
  if (phase !== 'diagnosed' || supportChannels[owner.surface] === undefined) return false;
  const fingerprint = resultFingerprint(interviewer.interview(investigation));
  return support?.fingerprint !== fingerprint || support.state === 'failed';
}
