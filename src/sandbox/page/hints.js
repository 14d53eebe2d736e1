import { store } from './store.js';

/** The flow that the person of the story goes on to, in the menu of flows. */
export function isAskedFor(actionId, value) {
  return actionId.split(':')[0] === 'switch_flow' && store.trying?.asksFor === value;
}

/** What they type in the dialog that this button opens; undefined: it opens none, or they would not press it. */
export function typedAt(blockId, actionId) {
  return isTruthful(blockId, actionId) ? store.trying.typed?.[stepOf(blockId)] : undefined;
}

function stepOf(blockId) {
  return /^question:(.+?)(?:~\d+)?$/.exec(blockId)?.[1];
}

/** Whether this button is what the person of the story that was tried last would truthfully answer. */
export function isTruthful(blockId, actionId) {
  const { trying } = store;
  if (trying === undefined) return false;
  const step = stepOf(blockId);
  return step !== undefined && actionId === `answer:${trying.answers[step] ?? 'unsure'}`;
}

/** What the hints in a message depend on: it has to be shown anew where this changes. */
export function hintsIn({ blocks = [] }) {
  const asks = blocks.some(({ block_id: id = '' }) => stepOf(id) !== undefined);
  return `${store.trying?.asksFor ?? ''} ${asks ? (store.trying?.id ?? '') : ''}`;
}
