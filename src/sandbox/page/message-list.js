import { hintsIn } from './hints.js';
import { renderMessage } from './message.js';
import { repliesTo, store } from './store.js';

/** The items that stand for messages, in a list and in a thread: what has not changed is not made anew. */
const inList = new WeakMap();
const inThreads = new WeakMap();

function itemFor(message, options) {
  const known = options?.inThread ? inThreads : inList;
  const seen = [store.me, repliesTo(message.channel, message.ts).length, hintsIn(message)].join(' ');
  const before = known.get(message);
  if (before?.seen === seen) return before.item;
  const item = renderMessage(message, options);
  known.set(message, { item, seen });
  return item;
}

/** Shows these messages in a list, and stays at its end if it was there. */
export function showMessages(list, messages, options) {
  const items = messages.map((message) => itemFor(message, options));
  const shown = [...list.children];
  if (shown.length === items.length && shown.every((one, index) => one === items[index])) return;
  const atEnd = isAtEnd(list);
  list.replaceChildren(...items);
  if (atEnd) scrollToEnd(list);
}

/** Shows one message anew in place of itself, or at the end. What had the focus in it has it again. */
export function showMessage(list, message, options) {
  const atEnd = isAtEnd(list);
  const item = itemFor(message, options);
  const shown = findItem(list, message.ts);
  const goesOn = shown !== null && isInUse(shown) && titleOf(shown) === titleOf(item);
  if (shown === null) list.append(item);
  else if (shown !== item) replaceItem(shown, item);
  // What somebody has opened in a message is read where they are.
  if (goesOn || !atEnd) return;
  scrollToEnd(list);
  // What is longer than the room is read from its beginning.
  if (item.offsetHeight > list.clientHeight) item.scrollIntoView({ block: 'start' });
}

function isInUse(item) {
  return item.contains(document.activeElement);
}

function titleOf(item) {
  return item.querySelector('h3')?.textContent;
}

function replaceItem(shown, item) {
  const { activeElement } = document;
  const focused = isInUse(shown);
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
  for (const before of list.querySelectorAll('.highlighted')) before.classList.remove('highlighted');
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
