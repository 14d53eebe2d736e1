import { renderMessage } from './message.js';
import { store } from './store.js';

/** Shows these messages in a list, and stays at its end if it was there. */
export function showMessages(list, messages, options) {
  const atEnd = isAtEnd(list);
  list.replaceChildren(...messages.map((message) => renderMessage(message, options)));
  if (atEnd) scrollToEnd(list);
}

/** Shows one message anew in place of itself, or at the end. What had the focus in it has it again. */
export function showMessage(list, message, options) {
  const atEnd = isAtEnd(list);
  const item = renderMessage(message, options);
  const shown = findItem(list, message.ts);
  if (shown === null) list.append(item);
  else replaceItem(shown, item);
  if (!atEnd) return;
  scrollToEnd(list);
  // What is longer than the room is read from its beginning.
  if (item.offsetHeight > list.clientHeight) item.scrollIntoView({ block: 'start' });
}

function replaceItem(shown, item) {
  const { activeElement } = document;
  const focused = shown.contains(activeElement);
  const { block, action } = activeElement?.dataset ?? {};
  const openFiles = [...shown.querySelectorAll('details')].map((details) => details.open);
  shown.replaceWith(item);
  for (const [index, details] of item.querySelectorAll('details').entries())
    details.open = openFiles[index] ?? true;
  if (focused) (findElement(item, block, action) ?? item).focus({ preventScroll: true });
}

function findElement(item, block, action) {
  return [...item.querySelectorAll('[data-action]')].find(
    (one) => one.dataset.block === block && one.dataset.action === action,
  );
}

function findItem(list, ts) {
  return list.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
}

/** Brings the message that a permalink named into view. */
export function highlight(list) {
  if (store.highlighted === undefined) return;
  const item = findItem(list, store.highlighted);
  if (item === null) return;
  store.highlighted = undefined;
  item.classList.add('highlighted');
  item.scrollIntoView({ block: 'center' });
  item.focus({ preventScroll: true });
}

function isAtEnd(list) {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 120;
}

export function scrollToEnd(list) {
  list.scrollTop = list.scrollHeight;
}
