import type { CardBlock, Rich } from '../../card/card.js';
import { assertNever } from '../../errors.js';
import type { Interview } from '../../flow/index.js';
import type { CollectionFailure, Investigation } from '../investigation.js';
import { code, date, fieldInWords } from './words.js';

/** How many unread fields are named before the rest is only counted. */
const NAMED = 6;

/** What the audit could not read and which permission is missing: never passed over in silence. */
export function unreadNotes(
  { snapshot, collectionFailure }: Investigation,
  { evidence }: Interview,
): readonly CardBlock[] {
  const failed: readonly CardBlock[] =
    collectionFailure === undefined
      ? []
      : [
          {
            kind: 'note',
            text: failureInWords(collectionFailure, snapshot?.collectedAt, snapshot !== undefined),
          },
        ];
  const unread = evidence.snapshot.unavailable ?? [];
  if (unread.length === 0) return failed;
  const items = unread.slice(0, NAMED).map(({ field, reason, neededPermission }): Rich => {
    const what = `I could not read ${fieldInWords(field)}: `;
    return neededPermission === undefined ? [what, reason] : [what, 'missing ', code(neededPermission)];
  });
  const more = unread.length - items.length;
  const rest: readonly Rich[] = more > 0 ? [[`and ${more} more`]] : [];
  return [...failed, { kind: 'list', items: [...items, ...rest] }];
}

function failureInWords(failure: CollectionFailure, collectedAt: string | undefined, before: boolean): Rich {
  const since: Rich = before
    ? [
        ' What I read before',
        ...(collectedAt === undefined ? [] : [' (', date(collectedAt), ')']),
        ' still counts here.',
      ]
    : [];
  const after: Rich = before ? since : [' “Check again”, under the result, tries once more.'];
  switch (failure) {
    case 'not_allowed':
      return [
        'You are not among those whose AWS accounts I may read, so I go by what you tell me.',
        ...since,
      ];
    case 'timeout':
      return ['AWS took too long to answer, so I go on without reading.', ...after];
    case 'error':
      return ['Reading AWS failed on my side, so I go on without.', ...after];
    default:
      return assertNever(failure, 'collection failure');
  }
}
