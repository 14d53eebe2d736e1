import { byId, h } from './dom.js';

const SHOWN_MS = 12_000;

/** A line about something that did not work, which goes by itself. */
export function notify(text) {
  const notice = h(
    'div',
    { class: 'notice', role: 'alert' },
    h('span', {}, text),
    h('button', { type: 'button', 'aria-label': 'Dismiss', on: { click: () => notice.remove() } }, '×'),
  );
  // A dialog lies on top of everything else: what went wrong in it is said in it.
  const dialog = document.querySelector('dialog[open] .modal-body');
  if (dialog === null) byId('notices').append(notice);
  else dialog.prepend(notice);
  notice.scrollIntoView({ block: 'nearest' });
  setTimeout(() => notice.remove(), SHOWN_MS);
}

/** Shows what failed; true where all went well. */
export function report(outcome) {
  if (outcome.outcome === 'failed') notify(outcome.message);
  return outcome.outcome === 'done';
}

let pending;

/** Tells a screen reader, once things are quiet: an updated message is read once, not at each step of its progress. */
export function announce(text) {
  clearTimeout(pending);
  pending = setTimeout(() => {
    byId('announcer').textContent = text;
  }, 600);
}
