import { resultFingerprint, summaryOf } from '../interviewer.js';
import type { InternalEvent } from '../events.js';
import type { Investigation } from '../investigation.js';
import { definedFields } from '../fields.js';
import type { InvestigationEvent } from '../service.js';
import type { Effect } from '../store.js';
import { settle } from './settle.js';
import { applied, IGNORED, stale, type Transition, type TransitionDeps } from './types.js';

type Internal<Kind extends InternalEvent['kind']> = Extract<InternalEvent, { readonly kind: Kind }>;

/** What the audit brought: the interview goes on from there. A failed one keeps what was known before. */
export function takeEvidence(
  investigation: Investigation,
  event: Internal<'evidence.collected'> | Internal<'evidence.failed'>,
  deps: TransitionDeps,
): Transition {
  const { interviewer } = deps;
  const records = recordsOf(investigation, event, deps);
  // It came too late to matter, but AWS was read all the same.
  if (investigation.phase !== 'collecting' || investigation.audit !== event.audit)
    return records.length === 0 ? IGNORED : applied(investigation, ...records);
  const read =
    event.kind === 'evidence.collected'
      ? { ...investigation, snapshot: event.collected.snapshot, calls: event.collected.calls }
      : { ...investigation, collectionFailure: event.failure };
  const settled = settle(read, interviewer, { rechoose: true });
  if (settled.recheck === undefined) return applied(settled, { kind: 'show' }, ...records);
  const after = summaryOf(interviewer.interview(settled).diagnosis);
  return applied({ ...settled, recheck: { ...settled.recheck, after } }, { kind: 'show' }, ...records);
}

function recordsOf(
  { owner }: Investigation,
  event: Internal<'evidence.collected'> | Internal<'evidence.failed'>,
  { records }: TransitionDeps,
): readonly Effect[] {
  if (event.kind === 'evidence.failed' || records?.[owner.surface] === undefined) return [];
  return [{ kind: 'post_record', audit: event.audit, calls: event.collected.calls }];
}

/** Once per diagnosis: a changed one may be posted again. */
export function requestSupport(investigation: Investigation, deps: TransitionDeps): Transition {
  if (deps.supportChannels[investigation.owner.surface] === undefined)
    return stale(investigation, ['No support channel is configured here.']);
  if (investigation.phase !== 'diagnosed') return stale(investigation, ['There is no result to post yet.']);
  const fingerprint = resultFingerprint(deps.interviewer.interview(investigation));
  const { support } = investigation;
  if (support?.fingerprint === fingerprint && support.state !== 'failed') {
    return stale(investigation, ['This result is in the support channel already.']);
  }
  const next: Investigation = { ...investigation, support: { fingerprint, state: 'posting' } };
  return applied(next, { kind: 'show' }, { kind: 'post_support', fingerprint });
}

/** The same fix, written another way. */
export function chooseFormat(
  investigation: Investigation,
  { format }: Extract<InvestigationEvent, { readonly kind: 'format.chosen' }>,
): Transition {
  if (investigation.phase !== 'diagnosed') return stale(investigation, ['There is no fix to show yet.']);
  return applied({ ...investigation, format }, { kind: 'show' });
}

/** Words for the support channel, once the result is there. */
export function addNote(
  investigation: Investigation,
  { text }: Extract<InvestigationEvent, { readonly kind: 'note.added' }>,
): Transition {
  const { support } = investigation;
  if (support?.state !== 'posted' || support.message === undefined)
    return stale(investigation, ['There is no post in the support channel to add a note to.']);
  const note = text.trim();
  if (note === '') return { outcome: 'invalid', message: ['A note needs some words.'] };
  return applied(investigation, { kind: 'post_note', fingerprint: support.fingerprint, text: note });
}

/** A copy for others to read; this investigation stays as it is. */
export function requestShare(
  investigation: Investigation,
  { channel, userId }: Extract<InvestigationEvent, { readonly kind: 'share.requested' }>,
): Transition {
  if (investigation.phase !== 'diagnosed') return stale(investigation, ['There is no result to share yet.']);
  return applied(investigation, { kind: 'post_share', channel, userId });
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
      ...definedFields({ permalink: event.permalink, message: event.message }),
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
