import { byId, h } from './dom.js';
import { createComposer } from './composer.js';
import { highlight, scrollToEnd, showMessage, showMessages } from './message-list.js';
import { findMessage, look, repliesTo, store } from './store.js';

let returnFocusTo;

function openThread(channel, ts) {
  returnFocusTo = document.activeElement;
  look({ channel, thread: ts });
  byId('thread').querySelector('textarea')?.focus();
}

function closeThread() {
  look({ thread: undefined });
  if (returnFocusTo?.isConnected) returnFocusTo.focus();
  else byId('composer-text')?.focus();
}

/** The pane with one message and its replies. */
export function showThread() {
  const pane = byId('thread');
  const root = store.thread === undefined ? undefined : findMessage(store.channel, store.thread);
  pane.hidden = root === undefined;
  document.body.classList.toggle('threaded', root !== undefined);
  if (root === undefined) return;
  if (pane.dataset.ts !== root.ts) buildPane(pane, root);
  const list = pane.querySelector('ol');
  showMessages(list, [root, ...repliesTo(root.channel, root.ts)], { inThread: true });
  highlight(list);
}

/** A message that was posted or changed, where it belongs to the open thread. */
export function updateThread(message) {
  if (store.thread === undefined || message.channel !== store.channel) return;
  if (message.ts !== store.thread && message.threadTs !== store.thread) return;
  const list = byId('thread').querySelector('ol');
  if (list !== null) showMessage(list, message, { inThread: true });
}

function buildPane(pane, root) {
  pane.dataset.ts = root.ts;
  const list = h('ol', { class: 'messages', 'aria-label': 'Thread' });
  pane.replaceChildren(
    h(
      'header',
      { class: 'room' },
      h('h2', { id: 'thread-title' }, 'Thread'),
      h(
        'button',
        { type: 'button', class: 'close', 'aria-label': 'Close the thread', on: { click: closeThread } },
        '×',
      ),
    ),
    list,
    createComposer({ label: 'Reply in the thread', threadTs: root.ts }),
  );
  requestAnimationFrame(() => scrollToEnd(list));
}

/** Esc closes the thread from anywhere in it. */
export function startThread() {
  document.addEventListener('thread.opened', ({ detail }) => openThread(detail.channel, detail.root));
  byId('thread').addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeThread();
  });
}
