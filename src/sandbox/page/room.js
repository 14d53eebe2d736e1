import { act } from './api.js';
import { renderBlocks } from './blocks.js';
import { byId, h } from './dom.js';
import { readValues } from './elements.js';
import { highlight, scrollToEnd, showMessage, showMessages } from './message-list.js';
import { report } from './notices.js';
import { openTab } from './sidebar.js';
import { channelMessages, findChannel, findMessage, store } from './store.js';

let shown;

/** The open conversation: its head, its messages or the app's home. */
export function showRoom() {
  const channel = findChannel(store.channel);
  const direct = channel.directWith !== undefined;
  byId('room-name').textContent = direct ? channel.name : `# ${channel.name}`;
  byId('room-topic').textContent = channel.topic;
  byId('room-tabs').replaceChildren(...(direct ? [tab('messages', 'Messages'), tab('home', 'Home')] : []));
  const atHome = direct && store.tab === 'home';
  byId('home').hidden = !atHome;
  byId('messages').hidden = atHome;
  byId('composer').hidden = atHome;
  showMessages(byId('messages'), channelMessages());
  if (shown !== `${store.me} ${channel.id}`) scrollToEnd(byId('messages'));
  shown = `${store.me} ${channel.id}`;
  highlight(byId('messages'));
  if (atHome) showHome();
}

function tab(name, label) {
  return h(
    'button',
    { type: 'button', 'aria-pressed': String(store.tab === name), on: { click: () => openTab(name) } },
    label,
  );
}

export function showHome() {
  const home = store.workspace.homes[store.me];
  if (home === null) {
    byId('home').replaceChildren(h('p', { class: 'empty' }, 'The app has not published a home tab yet.'));
    return;
  }
  const onUse = async (use) =>
    report(
      await act({
        kind: 'view.element',
        user: store.me,
        viewId: home.id,
        ...use,
        values: readValues(byId('home')),
      }),
    );
  byId('home').replaceChildren(...renderBlocks(home.view.blocks, onUse));
}

/** A message that was posted or changed, where it belongs to the open channel. */
export function updateRoom(message) {
  if (message.channel !== store.channel) return;
  const root = message.threadTs === undefined ? message : findMessage(message.channel, message.threadTs);
  if (root !== undefined) showMessage(byId('messages'), root);
}
