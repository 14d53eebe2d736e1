import { act } from './api.js';
import { h, uniqueId } from './dom.js';
import { scrollToEnd } from './message-list.js';
import { report } from './notices.js';
import { store } from './store.js';

/** A form to write in: Enter sends, Shift+Enter makes a line, a slash starts a command. */
export function createComposer(options) {
  const form = h('form', { class: 'composer' });
  fillComposer(form, options);
  return form;
}

export function fillComposer(form, { label, threadTs, id = uniqueId('composer') }) {
  const hintId = `${id}-hint`;
  const hint = h('p', { class: 'command-hint', id: hintId, hidden: true });
  const text = h('textarea', {
    id,
    rows: '1',
    'aria-label': label,
    'aria-describedby': hintId,
    placeholder: label,
    spellcheck: 'false',
  });
  const send = async () => {
    const typed = text.value.trim();
    if (typed === '') return;
    text.value = '';
    grow(text);
    showHint(hint, '');
    scrollToEnd(form.parentElement.querySelector('.messages'));
    if (!report(await act(actionFor(typed, threadTs)))) restore(text, typed);
  };
  text.addEventListener('input', () => {
    grow(text);
    showHint(hint, text.value);
  });
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  form.replaceChildren(
    hint,
    h(
      'div',
      { class: 'composer-row' },
      text,
      h('button', { type: 'submit', class: 'button primary' }, 'Send'),
    ),
  );
}

/** Puts a text into a composer for the person to send. */
export function writeInto(text, value) {
  text.value = value;
  text.dispatchEvent(new Event('input'));
  text.focus();
}

/** What could not be sent is not lost, unless something else was written since. */
function restore(text, typed) {
  if (text.value === '') writeInto(text, typed);
}

function actionFor(text, threadTs) {
  const at = { user: store.me, channel: store.channel, text };
  // As in Slack, a command cannot be run in a thread: there it is a message.
  if (text.startsWith('/') && threadTs === undefined) return { kind: 'command', ...at };
  return { kind: 'message', ...at, threadTs };
}

function grow(text) {
  text.style.height = 'auto';
  text.style.height = `${Math.min(text.scrollHeight, 200)}px`;
}

function showHint(hint, typed) {
  const [word] = typed.split(/\s/);
  const command =
    typed.startsWith('/') && store.workspace.commands.find((one) => one.command.startsWith(word));
  hint.hidden = !command;
  hint.replaceChildren(
    ...(command
      ? [h('code', {}, command.command), ` ${command.usage}`, h('small', {}, command.description)]
      : []),
  );
}
