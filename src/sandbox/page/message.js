import { act } from './api.js';
import { renderBlocks } from './blocks.js';
import { h } from './dom.js';
import { readValues } from './elements.js';
import { typedAt } from './hints.js';
import { prepareModal } from './modal.js';
import { renderMrkdwn } from './mrkdwn.js';
import { report } from './notices.js';
import { nameOf, repliesTo, store } from './store.js';

/** The thread's pane listens: it shows messages itself, so that this file cannot ask it directly. */
function openThread(channel, root) {
  document.dispatchEvent(new CustomEvent('thread.opened', { detail: { channel, root } }));
}

/** One message as a list item. `inThread`: shown in the thread's pane, without its replies. */
export function renderMessage(message, { inThread = false } = {}) {
  const { app } = store.workspace;
  const item = h(
    'li',
    {
      class: `message${message.ephemeralFor === undefined ? '' : ' ephemeral'}`,
      tabindex: '-1',
      data: { channel: message.channel, ts: message.ts },
    },
    h('div', { class: `avatar ${message.fromApp ? 'app' : ''}`, 'aria-hidden': 'true' }, initialsOf(message)),
    h(
      'div',
      { class: 'message-main' },
      message.ephemeralFor && h('p', { class: 'only-you' }, 'Only visible to you'),
      h(
        'p',
        { class: 'byline' },
        h('strong', {}, nameOf(message.user)),
        message.user === app.userId && h('span', { class: 'badge' }, 'APP'),
        h('time', { datetime: dateOf(message).toISOString() }, timeOf(message)),
        message.edited && h('span', { class: 'edited' }, '(edited)'),
      ),
      renderContent(message, () => item),
      !inThread && renderReplies(message),
    ),
    message.ephemeralFor === undefined && renderMenu(message, inThread),
  );
  return item;
}

function initialsOf(message) {
  return message.fromApp ? 'S3' : nameOf(message.user).slice(0, 1);
}

function dateOf(message) {
  return new Date(Number(message.ts) * 1000);
}

function timeOf(message) {
  return dateOf(message).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

function renderContent(message, item) {
  const onUse = async (use) => {
    const typed = typedAt(use.blockId, use.actionId);
    if (typed !== undefined) prepareModal('answer', { value: { value: typed } });
    report(
      await act({
        kind: 'message.element',
        user: store.me,
        channel: message.channel,
        ts: message.ts,
        ...use,
        values: readValues(item()),
      }),
    );
  };
  const shown =
    message.blocks === undefined || message.blocks.length === 0
      ? renderMrkdwn(message.text)
      : renderBlocks(message.blocks, onUse);
  return h('div', { class: 'content' }, shown, (message.files ?? []).map(renderFile));
}

function renderFile(file) {
  return h(
    'details',
    { class: 'file', open: true },
    h('summary', {}, file.title, file.title === file.name ? '' : h('small', {}, ` ${file.name}`)),
    h('pre', { tabindex: '0' }, h('code', {}, file.content)),
  );
}

function renderReplies(message) {
  const replies = repliesTo(message.channel, message.ts);
  if (replies.length === 0) return undefined;
  const label = replies.length === 1 ? '1 reply' : `${replies.length} replies`;
  return h(
    'button',
    { type: 'button', class: 'replies', on: { click: () => openThread(message.channel, message.ts) } },
    label,
  );
}

function renderMenu(message, inThread) {
  const { shortcuts } = store.workspace;
  const at = { user: store.me, channel: message.channel, ts: message.ts };
  const root = message.threadTs ?? message.ts;
  return h(
    'div',
    { class: 'menu', role: 'group', 'aria-label': 'Message actions' },
    !inThread && menuButton('Reply in thread', () => openThread(message.channel, root)),
    menuButton(shortcuts.message.name, async () => report(await act({ kind: 'message.shortcut', ...at }))),
  );
}

function menuButton(text, click) {
  return h('button', { type: 'button', on: { click } }, text);
}
