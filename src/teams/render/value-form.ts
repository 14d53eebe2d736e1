import type { ValueDialog } from '../../conversation/service.js';
import { fit } from '../limits.js';
import { type About, actionSets, executeAction, VIEW_ACTIONS } from './actions.js';
import { cardOf, heading, type Json, note, problem as problemLine } from './elements.js';
import { visible } from './plain.js';

/** What was typed and turned out wrong. */
export interface WrongValue {
  readonly value: string;
  readonly problem: string;
}

/** Longer texts are not sent back: they would not fit into a card. */
const LONGEST_KEPT = 4_000;

/** Stands in the place of the living card while a value is asked for; what comes back is the answer. */
export function renderValueForm(dialog: ValueDialog, about: About, wrong?: WrongValue): Json {
  const { step, option, question, label, hint, example, length } = dialog;
  const kept = wrong !== undefined && wrong.value.length <= LONGEST_KEPT ? { value: wrong.value } : {};
  const data = { action: `answer:${option}`, block: `question:${step}`, ...about };
  return cardOf(
    [
      ...heading(question),
      {
        type: 'Input.Text',
        id: 'value',
        label: visible(label),
        placeholder: visible(example),
        isMultiline: length === 'policy',
        ...kept,
      },
      ...problemLine(wrong?.problem),
      ...(hint === undefined ? [] : note([hint])),
      ...actionSets([
        executeAction('Take it', data, 'primary'),
        executeAction('Back', { action: VIEW_ACTIONS.refresh, ...about }),
      ]),
    ],
    { fallbackText: fit('fallback', visible(question)) },
  );
}
