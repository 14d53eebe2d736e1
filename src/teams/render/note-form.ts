import { definedFields } from '../../conversation/fields.js';
import { TEAMS_LIMITS } from '../limits.js';
import { cardOf, type Json, note, problem } from './elements.js';

/** The `action` of the note's submit button. */
export const NOTE_SUBMIT = 'note';

const HINT =
  'A reply to the post in the support channel, under your name. Everybody there can read it: no keys or passwords.';

/** The dialog for a note under the support post; with what was written, and why it was not taken. */
export function renderNoteForm(
  edits: string,
  wrong?: { readonly value: string; readonly problem: string },
  shown?: string,
): Json {
  const input = {
    type: 'Input.Text',
    id: 'note',
    label: 'Your note',
    isMultiline: true,
    maxLength: TEAMS_LIMITS.inputText,
    ...(wrong === undefined ? {} : { value: wrong.value }),
  };
  const submit = {
    type: 'Action.Submit',
    title: 'Add',
    style: 'positive',
    data: { action: NOTE_SUBMIT, edits, ...definedFields({ shown }) },
  };
  return cardOf([input, ...problem(wrong?.problem), ...note([HINT])], { actions: [submit] });
}
