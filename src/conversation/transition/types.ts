import type { Rich } from '../../card/card.js';
import type { Interviewer } from '../interviewer.js';
import type { Investigation } from '../investigation.js';
import type { Effect } from '../store.js';

export interface TransitionDeps {
  readonly interviewer: Interviewer;
  /** Whether there is a channel to post to at all. */
  readonly supportChannel: boolean;
}

/** What an event does. `ignored`: nothing is to be written, the event came too late to matter. */
export type Transition =
  | { readonly outcome: 'applied'; readonly next: Investigation; readonly effects: readonly Effect[] }
  | {
      readonly outcome: 'stale';
      readonly next: Investigation;
      readonly effects: readonly Effect[];
      readonly message: Rich;
    }
  | { readonly outcome: 'ignored' };

export const IGNORED: Transition = { outcome: 'ignored' };

export function applied(next: Investigation, ...effects: readonly Effect[]): Transition {
  return { outcome: 'applied', next, effects };
}

/** Nothing changes; the card is shown as it is now, and the person is told why. */
export function stale(unchanged: Investigation, message: Rich): Transition {
  return { outcome: 'stale', next: unchanged, effects: [{ kind: 'show' }], message };
}
