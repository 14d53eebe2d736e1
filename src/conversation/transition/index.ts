import { assertNever } from '../../errors.js';
import type { ConversationEvent } from '../events.js';
import type { Investigation } from '../investigation.js';
import { submitAnswer, toggleChange, toggleChecks, toggleHowTo } from './answers.js';
import { editDetails, recheck } from './details.js';
import { carryOver, switchFlow } from './flow.js';
import { keepLooking, showResult } from './further.js';
import { afterDeletion, erase, moveToDirect, recordPlace } from './place.js';
import {
  addNote,
  chooseFormat,
  finishSupport,
  requestShare,
  requestSupport,
  takeEvidence,
} from './results.js';
import { applied, IGNORED, type Transition, type TransitionDeps } from './types.js';

export { learnPlace } from './place.js';
export type { Transition, TransitionDeps } from './types.js';

/**
 * What an event makes of an investigation: its next state, and what is then to be done. Pure: no clock, no I/O; run again on newer
 * state when a write loses a race.
 */
export function transition(
  stored: Investigation,
  event: ConversationEvent,
  deps: TransitionDeps,
): Transition {
  if (stored.phase === 'deleted') return afterDeletion(stored, event);
  const investigation = carryOver(stored, deps);
  const result = dispatch(investigation, event, deps);
  const { carriedOver } = investigation;
  // It is told on the card that this event shows, and on no later one.
  if (carriedOver === undefined || stored.carriedOver !== undefined || !('next' in result)) return result;
  return { ...result, next: { ...result.next, carriedOver } };
}

function dispatch(investigation: Investigation, event: ConversationEvent, deps: TransitionDeps): Transition {
  switch (event.kind) {
    case 'answer.submitted':
      return reachableAgain(investigation, submitAnswer(investigation, event, deps));
    case 'details.edited':
      return reachableAgain(investigation, editDetails(investigation, event, deps));
    case 'recheck.requested':
      return reachableAgain(investigation, recheck(investigation, deps));
    case 'further.requested':
      return reachableAgain(investigation, keepLooking(investigation, deps));
    case 'further.ended':
      return reachableAgain(investigation, showResult(investigation, deps));
    case 'support.requested':
      return reachableAgain(investigation, requestSupport(investigation, deps));
    case 'change.toggled':
      return reachableAgain(investigation, toggleChange(investigation, event, deps));
    case 'flow.switched':
      return reachableAgain(investigation, switchFlow(investigation, event, deps));
    case 'how_to.toggled':
      return reachableAgain(investigation, toggleHowTo(investigation, event, deps));
    case 'checks.toggled':
      return reachableAgain(investigation, toggleChecks(investigation));
    case 'format.chosen':
      return reachableAgain(investigation, chooseFormat(investigation, event));
    case 'note.added':
      return addNote(investigation, event);
    case 'share.requested':
      return requestShare(investigation, event);
    case 'privacy.requested':
      return moveToDirect(investigation, 'private');
    case 'resume.requested':
      return moveToDirect(investigation, 'moved');
    case 'deletion.requested':
      return erase(investigation);
    case 'feedback.given': {
      const feedback = event.solved ? 'solved' : 'unsolved';
      return reachableAgain(investigation, applied({ ...investigation, feedback }, { kind: 'show' }));
    }
    case 'investigation.shown':
      return recordPlace(investigation, event.place);
    case 'message.seen':
      return IGNORED;
    case 'investigation.unreachable':
      return loseMessage(investigation, event.reason);
    case 'evidence.collected':
    case 'evidence.failed':
      return takeEvidence(investigation, event, deps);
    case 'support.posted':
    case 'support.failed':
      return finishSupport(investigation, event);
    default:
      return assertNever(event, 'event');
  }
}

/** The next thing shown is a new message: the old one is gone. */
function loseMessage(investigation: Investigation, reason: string): Transition {
  const { message: _message, permalink: _permalink, ...place } = investigation.place;
  return applied({ ...investigation, place, unreachable: reason });
}

/** The person has come back to an investigation whose message was lost: it is shown anew, and they are told. */
function reachableAgain(before: Investigation, result: Transition): Transition {
  if (before.unreachable === undefined || !('next' in result)) return result;
  const { unreachable, ...next } = result.next;
  const text = [
    `I could not update my earlier message (${unreachable ?? before.unreachable}), so I show it again.`,
  ];
  const notice = { kind: 'notify', userId: before.owner.userId, text } as const;
  return { ...result, next, effects: [...result.effects, notice] };
}
