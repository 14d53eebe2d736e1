import type { RecentInvestigation } from '../../conversation/service.js';
import { actionSets, dialogAction, executeAction, VIEW_ACTIONS } from './actions.js';
import { fits } from './card.js';
import { cardOf, heading, type Json, note, richText } from './elements.js';
import { shorten } from './plain.js';

const TITLE = 'Your recent investigations';
const NONE = 'You have started none lately. Write me the error text of a denied request, and I find out why.';
const KEPT = 'They are kept for 30 days after the last click. Only you see this list.';

/** A key can be a thousand characters long: all ten have to fit. */
const LONGEST_TITLES = [400, 160, 80] as const;

/** What somebody started lately, each with the way back to it and the way to be rid of it. */
export function renderRecent(recent: readonly RecentInvestigation[]): Json {
  const cards = LONGEST_TITLES.map((longest) => renderWith(recent, longest));
  return cards.find(fits) ?? renderWith(recent.slice(0, recent.length / 2), 80);
}

function renderWith(recent: readonly RecentInvestigation[], longest: number): Json {
  const submit = { type: 'Action.Submit', title: 'Start a new one' };
  return cardOf(
    [
      ...heading(TITLE),
      ...(recent.length === 0 ? richText([NONE]) : recent.flatMap((each) => investigation(each, longest))),
      ...(recent.length === 0 ? [] : note([KEPT])),
      ...actionSets([dialogAction(submit, { action: 'start_over' })]),
    ],
    { fallbackText: TITLE },
  );
}

function investigation(
  { id, title, state, started, place }: RecentInvestigation,
  longest: number,
): readonly Json[] {
  const { direct, permalink } = place;
  const back =
    direct || permalink === undefined
      ? executeAction('Show it to me', { action: 'resume', investigation: id, list: true })
      : { type: 'Action.OpenUrl', title: 'Open', url: permalink };
  const asked = { action: VIEW_ACTIONS.confirmDelete, investigation: id };
  const [name = {}] = richText([{ kind: 'bold', text: shorten(title, longest) }]);
  return [
    { ...name, separator: true, spacing: 'Medium' },
    ...richText([state, ' · started ', started], {}, { spacing: 'Small' }),
    ...actionSets([back, executeAction('Delete …', asked)]),
  ];
}

/** Asks back, in the place of the list. */
export function renderConfirmDelete({ id, title }: RecentInvestigation): Json {
  const asks = 'Delete this investigation?';
  const rest = 'What I know of it and my message go. This cannot be undone.';
  return cardOf(
    [
      ...heading(asks),
      ...richText([{ kind: 'bold', text: shorten(title, LONGEST_TITLES[0]) }]),
      ...richText([rest]),
      ...actionSets([
        executeAction('Delete', { action: 'delete', investigation: id, list: true }, 'danger'),
        executeAction('Keep', { action: VIEW_ACTIONS.recent }),
      ]),
    ],
    { fallbackText: asks },
  );
}
