import { store } from './store.js';

/** Whether this button is what the person of the story that was tried last would truthfully answer. */
export function isTruthful(blockId, actionId) {
  const { trying } = store;
  if (trying === undefined) return false;
  const step = /^question:(.+?)(?:~\d+)?$/.exec(blockId)?.[1];
  return step !== undefined && actionId === `answer:${trying.answers[step] ?? 'unsure'}`;
}
