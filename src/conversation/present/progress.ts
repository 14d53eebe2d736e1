import type { Card } from '../../card/card.js';
import type { CollectionProgress } from '../../evidence/collector.js';
import { evidenceOf } from '../evidence-of.js';
import type { Investigation } from '../investigation.js';
import { actionsRow, EDIT_DETAILS, START_OVER } from './buttons.js';
import { bold, nameOf, subjectFacts } from './words.js';

/** The card while AWS is being read: how far, and what is being read right now. */
export function presentProgress(investigation: Investigation, progress?: CollectionProgress): Card {
  const subject = { actions: [], ...evidenceOf(investigation).request };
  const counted =
    progress === undefined || progress.total === 0 ? '' : ` (${progress.done} of ${progress.total})`;
  const reading = progress === undefined ? 'the configuration' : progress.reading;
  const facts = subjectFacts(subject);
  return {
    fallback: `Looking into why ${nameOf(subject)} was denied: reading ${reading}${counted}.`,
    investigationId: investigation.id,
    blocks: [
      { kind: 'heading', text: `Why was ${nameOf(subject)} denied?` },
      ...(facts.length === 0 ? [] : [{ kind: 'facts', facts } as const]),
      {
        kind: 'text',
        text: [
          'Reading ',
          bold(reading),
          `${counted} … This takes up to 20 seconds. I only read, I change nothing.`,
        ],
      },
      actionsRow([EDIT_DETAILS, START_OVER]),
    ],
  };
}
