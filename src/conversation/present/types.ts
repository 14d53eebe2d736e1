import type { Interviewer } from '../interviewer.js';

/** What a card is made with, besides the investigation itself. */
export interface PresentDeps {
  readonly interviewer: Interviewer;
  /** Left out: there is nowhere to post a result to. */
  readonly supportChannel: string | undefined;
}
