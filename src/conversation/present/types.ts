import type { Actor } from '../investigation.js';
import type { SupportChannels } from '../ports.js';
import type { Interviewer } from '../interviewer.js';

/** What a card is made with, besides the investigation itself. */
export interface PresentDeps {
  readonly interviewer: Interviewer;
  readonly supportChannels: SupportChannels;
  /** The surfaces that can do more than show, post and notify; left out: none. */
  readonly more?: ReadonlySet<Actor['surface']>;
}
