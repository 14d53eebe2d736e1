import { StoreUnavailableError } from '../errors.js';
import type { ConversationEvent } from './events.js';
import { isInvestigationId } from './ids.js';
import type { Interviewer } from './interviewer.js';
import type { Investigation } from './investigation.js';
import type { Meter } from './ports.js';
import type { ClickedMessage, HandleOutcome } from './service.js';
import type { InvestigationStore } from './store.js';
import { learnPlace, transition, type TransitionDeps } from './transition/index.js';

/** One event on its way into an investigation. */
export interface Write {
  readonly id: string;
  readonly eventId: string;
  readonly event: ConversationEvent;
  readonly clicked?: ClickedMessage | undefined;
}

/** Why this investigation may not take it; undefined: it may. */
export type Refusal = (investigation: Investigation) => Promise<HandleOutcome | undefined>;

export interface Writer {
  /** Load, decide, write; whoever loses a race decides again on what the winner wrote. Throws `StoreUnavailableError`. */
  write(write: Write, refuse?: Refusal): Promise<HandleOutcome>;
  /** Counts the causes that this investigation has come to. */
  countDiagnosis(investigation: Investigation): void;
}

export interface WriterDeps {
  readonly store: InvestigationStore;
  readonly interviewer: Interviewer;
  readonly meter: Meter;
  /** How often a write that lost a race is run again. */
  readonly attempts: number;
  readonly transitionDeps: () => TransitionDeps;
}

export const NOT_FOUND: HandleOutcome = {
  outcome: 'not_found',
  message: ['I do not remember this investigation any more: it has expired. Start a new one with /s3denied.'],
};

export function createWriter({ store, interviewer, meter, attempts, transitionDeps }: WriterDeps): Writer {
  const countDiagnosis = (investigation: Investigation): void => {
    const counted = new Set(investigation.further?.beyond);
    for (const { id, status } of interviewer.interview(investigation).diagnosis.causes)
      if (status === 'confirmed' && !counted.has(id)) meter.countDiagnosis(id, status);
  };
  const count = (before: Investigation, after: Investigation, event: ConversationEvent): void => {
    if (event.kind === 'feedback.given' && after.feedback !== before.feedback)
      meter.countFeedback(event.solved);
    // An answer that stands as it is after all brings no diagnosis, nor does the one that was shown before.
    if (event.kind === 'change.toggled' || event.kind === 'further.ended') return;
    if (before.phase !== 'diagnosed' && after.phase === 'diagnosed') countDiagnosis(after);
  };
  /** Undefined: another write came in between. */
  const attempt = async (
    { id, eventId, event, clicked }: Write,
    refuse: Refusal | undefined,
  ): Promise<HandleOutcome | undefined> => {
    const stored = isInvestigationId(id) ? await store.load(id) : undefined;
    if (stored === undefined) return NOT_FOUND;
    const refusal = await refuse?.(stored.investigation);
    if (refusal !== undefined) return refusal;
    const { investigation: known, effects } = learnPlace(stored.investigation, clicked);
    const result = transition(known, event, transitionDeps());
    if (result.outcome === 'needs_value' || result.outcome === 'invalid') return result;
    const learned = known !== stored.investigation;
    if (result.outcome === 'ignored' && !learned) return { outcome: 'applied' };
    const { next, effects: caused } = result.outcome === 'ignored' ? { next: known, effects: [] } : result;
    const outcome = await store.commit({
      investigation: next,
      from: stored.version,
      eventId,
      effects: [...caused, ...effects],
    });
    if (outcome === 'repeated') return { outcome: 'repeated' };
    if (outcome !== 'committed') return undefined;
    count(stored.investigation, next, event);
    return result.outcome === 'stale'
      ? { outcome: 'stale', message: result.message }
      : { outcome: 'applied' };
  };
  return {
    countDiagnosis,
    async write(write, refuse) {
      for (let attempted = 0; attempted < attempts; attempted += 1) {
        const outcome = await attempt(write, refuse);
        if (outcome !== undefined) return outcome;
      }
      throw new StoreUnavailableError(
        `investigation ${write.id} was written by others ${attempts} times in a row`,
      );
    },
  };
}
