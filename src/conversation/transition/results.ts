import { diagnosisFingerprint, summaryOf } from '../interviewer.js';
import type { InternalEvent } from '../events.js';
import type { Investigation } from '../investigation.js';
import { definedFields } from '../fields.js';
import { settle } from './settle.js';
import { applied, IGNORED, stale, type Transition, type TransitionDeps } from './types.js';

type Internal<Kind extends InternalEvent['kind']> = Extract<InternalEvent, { readonly kind: Kind }>;

/** What the audit brought: the interview goes on from there. A failed one keeps what was known before. */
export function takeEvidence(
  investigation: Investigation,
  event: Internal<'evidence.collected'> | Internal<'evidence.failed'>,
  { interviewer }: TransitionDeps,
): Transition {
  if (investigation.phase !== 'collecting' || investigation.audit !== event.audit) return IGNORED;
  const read =
    event.kind === 'evidence.collected'
      ? { ...investigation, snapshot: event.collected.snapshot, calls: event.collected.calls }
      : { ...investigation, collectionFailure: event.failure };
  const settled = settle(read, interviewer, { rechoose: true });
  if (settled.recheck === undefined) return applied(settled, { kind: 'show' });
  const after = summaryOf(interviewer.interview(settled).diagnosis);
  return applied({ ...settled, recheck: { ...settled.recheck, after } }, { kind: 'show' });
}

/** Once per diagnosis: a changed one may be posted again. */
export function requestSupport(investigation: Investigation, deps: TransitionDeps): Transition {
  if (!deps.supportChannel) return stale(investigation, ['No support channel is configured here.']);
  if (investigation.phase !== 'diagnosed') return stale(investigation, ['There is no result to post yet.']);
  const fingerprint = diagnosisFingerprint(deps.interviewer.interview(investigation).diagnosis);
  const { support } = investigation;
  if (support?.fingerprint === fingerprint && support.state !== 'failed') {
    return stale(investigation, ['This result is in the support channel already.']);
  }
  const next: Investigation = { ...investigation, support: { fingerprint, state: 'posting' } };
  return applied(next, { kind: 'show' }, { kind: 'post_support', fingerprint });
}

export function finishSupport(
  investigation: Investigation,
  event: Internal<'support.posted'> | Internal<'support.failed'>,
): Transition {
  const { support, owner } = investigation;
  if (support?.fingerprint !== event.fingerprint || support.state !== 'posting') return IGNORED;
  if (event.kind === 'support.posted') {
    const posted = {
      fingerprint: event.fingerprint,
      state: 'posted',
      ...definedFields({ permalink: event.permalink }),
    } as const;
    return applied({ ...investigation, support: posted }, { kind: 'show' });
  }
  return applied(
    { ...investigation, support: { fingerprint: event.fingerprint, state: 'failed' } },
    { kind: 'show' },
    {
      kind: 'notify',
      userId: owner.userId,
      text: [`I could not post to the support channel: ${event.reason}`],
    },
  );
}
