import type { ConversationEvent } from '../events.js';
import type { Investigation, Place } from '../investigation.js';
import { definedFields } from '../fields.js';
import { isSamePlace } from '../place.js';
import type { ClickedMessage } from '../service.js';
import type { Effect } from '../store.js';
import { applied, IGNORED, stale, type Transition } from './types.js';

/** Where the living message is now. One that was posted into a channel while the conversation went private is taken back. */
export function recordPlace(investigation: Investigation, place: Place): Transition {
  if (isSamePlace(investigation.place, place)) return IGNORED;
  if (investigation.place.direct && !place.direct)
    return applied(investigation, withdrawal(investigation, place, 'private'));
  return applied({ ...investigation, place });
}

/**
 * What a click tells of where the conversation is: the process that posted the message may have died before it could write that down.
 * Of two, the one that is not kept up to date goes.
 */
export function learnPlace(
  investigation: Investigation,
  clicked: ClickedMessage | undefined,
): { readonly investigation: Investigation; readonly effects: readonly Effect[] } {
  const { place } = investigation;
  if (clicked === undefined || clicked.channel !== place.channel || clicked.message === place.message)
    return { investigation, effects: [] };
  if (place.message === undefined)
    return {
      investigation: { ...investigation, place: { ...place, message: clicked.message } },
      effects: [],
    };
  if (place.twin === undefined) return { investigation, effects: [] };
  const { twin: _found, ...only } = place;
  const orphan = { ...clicked, direct: place.direct, ...definedFields({ thread: place.thread }) };
  return {
    investigation: { ...investigation, place: only },
    effects: [withdrawal(investigation, orphan, 'moved')],
  };
}

/** Into a direct message with its owner, afresh; what stands elsewhere is taken back once it is there. */
export function moveToDirect(investigation: Investigation, because: 'private' | 'moved'): Transition {
  const { owner, place } = investigation;
  if (because === 'private' && place.direct) return stale(investigation, ['This is private already.']);
  const { unreachable: _unreachable, ...rest } = investigation;
  const next = { ...rest, place: { channel: owner.userId, direct: true } };
  const before =
    place.message === undefined ? [] : [withdrawal(investigation, place, place.direct ? 'moved' : 'private')];
  return applied(next, { kind: 'show' }, ...before);
}

/** All that was known is gone with this write, and the message with its effect. */
export function erase({ id, createdAt, owner, place, audit }: Investigation): Transition {
  const erased: Investigation = {
    schema: 1,
    id,
    createdAt,
    owner,
    place,
    details: { audit: false },
    phase: 'deleted',
    flowId: '',
    flowFingerprint: '',
    machine: { value: '', context: {} },
    answers: {},
    audit: audit + 1,
  };
  return place.message === undefined
    ? applied(erased)
    : applied(erased, withdrawal(erased, place, 'deleted'));
}

/** Only a message that was on its way when its investigation was erased still matters. */
export function afterDeletion(erased: Investigation, event: ConversationEvent): Transition {
  return event.kind === 'investigation.shown'
    ? applied(erased, withdrawal(erased, event.place, 'deleted'))
    : IGNORED;
}

function withdrawal(
  { owner }: Investigation,
  place: Place,
  because: Extract<Effect, { readonly kind: 'withdraw' }>['because'],
): Effect {
  return { kind: 'withdraw', owner, place, because };
}
