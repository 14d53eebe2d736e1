import type { CardBlock, Rich } from '../../card/card.js';
import {
  VERDICT_STATUSES,
  type CauseFinding,
  type Diagnosis,
  type VerdictStatus,
} from '../../diagnosis/types.js';
import { bold } from './words.js';

const HEADINGS: Readonly<Record<VerdictStatus, string>> = {
  confirmed: 'Confirmed',
  possible: 'Possible',
  ruled_out: 'Ruled out',
  unknown: 'Could not be decided',
};

/** Every cause with its verdict and what that rests on. There are about a hundred: what one reason decides stands together. */
export function checksBlocks({ causes }: Diagnosis): readonly CardBlock[] {
  const groups = VERDICT_STATUSES.flatMap((status): readonly CardBlock[] => {
    const group = causes.filter((cause) => cause.status === status);
    if (group.length === 0) return [];
    return [
      { kind: 'text', text: [bold(`${HEADINGS[status]} (${group.length})`)] },
      { kind: 'list', items: byReason(group) },
    ];
  });
  return [{ kind: 'divider' }, { kind: 'heading', text: 'What was checked' }, ...groups];
}

function byReason(causes: readonly CauseFinding[]): readonly Rich[] {
  const groups = new Map<string, string[]>();
  for (const cause of causes) {
    const reason = reasonOf(cause);
    groups.set(reason, [...(groups.get(reason) ?? []), cause.title]);
  }
  return [...groups].map(([reason, titles]) => {
    const what = titles.join(' · ');
    return reason === '' ? [what] : [what, ` — ${reason}`];
  });
}

function reasonOf({ evidence }: CauseFinding): string {
  return evidence.map(({ says, source }) => `${says} (${source})`).join('; ');
}
