import { act } from './api.js';
import { byId, h } from './dom.js';
import { showPane } from './panes.js';
import { report } from './notices.js';
import { look, store } from './store.js';

/** Channels, the app's direct conversation, and the global shortcut. */
export function showSidebar() {
  const { channels, shortcuts } = store.workspace;
  const mine = channels.filter((channel) => channel.directWith === store.me);
  const focused = byId('sidebar').contains(document.activeElement)
    ? document.activeElement.dataset.channel
    : undefined;
  byId('sidebar').replaceChildren(
    h('h2', {}, 'Channels'),
    list(channels.filter((channel) => channel.directWith === undefined)),
    h('h2', {}, 'Apps'),
    list(mine),
    h('h2', {}, 'Shortcuts'),
    h(
      'button',
      { type: 'button', class: 'shortcut', on: { click: runShortcut } },
      `⚡ ${shortcuts.global.name}`,
    ),
  );
  if (focused !== undefined) byId('sidebar').querySelector(`[data-channel="${focused}"]`)?.focus();
}

async function runShortcut() {
  showPane('chat');
  report(await act({ kind: 'shortcut', user: store.me }));
}

function list(channels) {
  return h(
    'ul',
    {},
    channels.map((channel) => h('li', {}, entry(channel))),
  );
}

function entry(channel) {
  const unread = store.unread.get(channel.id) ?? 0;
  const name = channel.directWith === undefined ? `# ${channel.name}` : channel.name;
  return h(
    'button',
    {
      type: 'button',
      data: { channel: channel.id },
      'aria-current': channel.id === store.channel ? 'page' : undefined,
      class: unread > 0 ? 'unread' : undefined,
      on: { click: () => openChannel(channel) },
    },
    h('span', {}, name, isPrivateRoom(channel) && h('span', { class: 'tag' }, 'private')),
    unread > 0 && h('span', { class: 'count', 'aria-label': `${unread} new` }, String(unread)),
  );
}

function isPrivateRoom(channel) {
  return channel.isPrivate && channel.directWith === undefined;
}

function openChannel(channel) {
  look({ channel: channel.id, thread: undefined, tab: 'messages' });
  showPane('chat');
  if (channel.directWith !== undefined) void openTab('messages');
}

/** Opens one of the app's own tabs; the bot hears of it. */
export async function openTab(tab) {
  look({ tab });
  report(await act({ kind: 'home', user: store.me, tab }));
}

/** The switch between the people of the workspace. */
export function showActAs() {
  const { people } = store.workspace;
  const legend = byId('act-as').querySelector('legend');
  byId('act-as').replaceChildren(
    legend,
    ...people.map((person) =>
      h(
        'label',
        { title: person.title },
        h('input', {
          type: 'radio',
          name: 'act-as',
          value: person.id,
          checked: person.id === store.me,
          on: { change: () => actAs(person) },
        }),
        h('span', {}, person.realName, h('small', {}, ` ${person.title}`)),
      ),
    ),
  );
}

/** Another person has another direct conversation with the app. */
function actAs(person) {
  const channel = store.workspace.channels.find((one) => one.id === store.channel);
  const other = store.workspace.channels.find((one) => one.directWith === person.id);
  const moved = channel?.directWith !== undefined && other !== undefined;
  look({ me: person.id, ...(moved ? { channel: other.id, thread: undefined } : {}) });
}
