import type { Rich } from '../../card/card.js';
import type { Interviewer } from '../interviewer.js';
import type { Investigation } from '../investigation.js';
import type { HandleOutcome } from '../service.js';
import type { SupportChannels } from '../ports.js';
import type { Effect } from '../store.js';

export interface TransitionDeps {
  readonly interviewer: Interviewer;
  readonly supportChannels: SupportChannels;
  /** Where audits are recorded; left out: in the log alone. */
  readonly records?: SupportChannels;
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
  /** Nothing is written: the person is asked for more, or told what is wrong. */
  | Extract<HandleOutcome, { readonly outcome: 'needs_value' | 'invalid' }>
  | { readonly outcome: 'ignored' };

export const IGNORED: Transition = { outcome: 'ignored' };

export function applied(next: Investigation, ...effects: readonly Effect[]): Transition {
  return { outcome: 'applied', next, effects };
}

/** Nothing changes; the card is shown as it is now, and the person is told why. */
export function stale(unchanged: Investigation, message: Rich): Transition {
  return { outcome: 'stale', next: unchanged, effects: [{ kind: 'show' }], message };
}
