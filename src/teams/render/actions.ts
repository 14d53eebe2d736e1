import type { CardBlock, CardButton, CardChoice } from '../../card/card.js';
import { definedFields } from '../../conversation/fields.js';
import { fit, TEAMS_LIMITS } from '../limits.js';
import { cardOf, type Json, richText } from './elements.js';
import { visible } from './plain.js';

type ButtonsBlock = Extract<CardBlock, { kind: 'buttons' }>;

/** What comes back with a click, as `data`; `action` is the outward id. */
export interface ActionData {
  readonly action: string;
  readonly block?: string;
  readonly investigation?: string;
  /** Which showing of the card it was clicked on. */
  readonly shown?: string;
  /** Of what is shown page by page, which. */
  readonly page?: number;
  /** It stands in the list of recent investigations, which is shown again afterwards. */
  readonly list?: true;
}

/** Actions of this surface alone, which change nothing but what one person sees. */
export const VIEW_ACTIONS = {
  /** The card as it is. */
  refresh: 'refresh',
  /** All that it says. */
  whole: 'show_all',
  /** What they started lately. */
  recent: 'recent',
  confirmDelete: 'confirm_delete',
} as const;

/** Actions that open a dialog: Teams asks for it with `task/fetch`. */
const OPENS_DIALOG = new Set(['edit_details', 'start_over', 'add_note']);

/**
 * `Action.Execute`, with `Action.Submit` for clients that do not know it.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/overview
 */
export function executeAction(title: string, data: ActionData, style?: CardButton['style']): Json {
  const common = {
    title: titleOf(title),
    ...(style === undefined ? {} : { style: style === 'primary' ? 'positive' : 'destructive' }),
  };
  const submit = { type: 'Action.Submit', ...common, data };
  if (OPENS_DIALOG.has(data.action)) return dialogAction(submit, { ...data });
  return { type: 'Action.Execute', ...common, verb: data.action, data, fallback: submit };
}

/** https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots */
export function dialogAction(submit: Json, data: Json): Json {
  return { ...submit, data: { ...data, msteams: { type: 'task/fetch' } } };
}

function titleOf(text: string): string {
  return fit('actionTitle', visible(text)).trim() || '–';
}

export function actionSets(actions: readonly Json[]): readonly Json[] {
  const size = TEAMS_LIMITS.actionsInSet;
  return Array.from({ length: Math.ceil(actions.length / size) }, (_, index) => ({
    type: 'ActionSet',
    actions: actions.slice(index * size, (index + 1) * size),
  }));
}

export function renderButtons(block: ButtonsBlock, about: About): readonly Json[] {
  return actionSets(block.buttons.map((button) => renderButton(button, block.blockId, about)));
}

function renderButton(button: CardButton, block: string, about: About): Json {
  const data = { action: button.actionId, ...stepOf(block), ...about };
  const { confirm } = button;
  if (confirm === undefined) return executeAction(button.text, data, button.style);
  // Teams asks nothing back before an action: the question unfolds under the button instead.
  const asks = [
    ...richText([{ kind: 'bold', text: fit('heading', confirm.title) }]),
    ...richText([fit('fallback', confirm.text)]),
  ];
  const actions = [executeAction(confirm.confirm, data, 'primary')];
  return { type: 'Action.ShowCard', title: titleOf(button.text), card: cardOf(asks, { actions }) };
}

/** A question's block says which step is answered; the other blocks say nothing. */
function stepOf(block: string): { readonly block?: string } {
  return block.startsWith('question:') ? { block } : {};
}

/** What every click on a card tells of it. */
export type About = Pick<ActionData, 'investigation' | 'shown'>;

export function aboutOf(investigation: string | undefined, shown?: string): About {
  return investigation === undefined ? {} : { investigation, ...definedFields({ shown }) };
}

const TAKES_CHOICE: Readonly<Record<CardChoice['actionId'], string>> = {
  change: 'Change',
  switch_flow: 'Switch',
};

/** A menu and the button that takes its choice: Teams sends what is chosen under the input's id. */
export function renderChoice(choice: CardChoice, about: About): readonly Json[] {
  const { actionId, label, options } = choice;
  const choices = options
    .slice(0, TEAMS_LIMITS.options)
    .map(({ value, text }) => ({ value, title: fit('optionTitle', visible(text)).trim() || '–' }));
  if (choices.length === 0) return [];
  const words = fit('optionTitle', visible(label));
  return [
    { type: 'Input.ChoiceSet', id: actionId, style: 'compact', placeholder: words, label: words, choices },
    ...actionSets([executeAction(TAKES_CHOICE[actionId], { action: actionId, ...about })]),
  ];
}
