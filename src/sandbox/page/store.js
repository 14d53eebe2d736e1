/** What the page knows: the workspace as the server tells it, and what this window looks at. */

const listeners = new Set();

export const store = {
  workspace: undefined,
  /** The person this window acts as: a user id. */
  me: undefined,
  channel: undefined,
  /** The ts of the message whose thread is open. */
  thread: undefined,
  /** In the app's own conversation: `messages` or `home`. */
  tab: 'messages',
  /** The ts of the message that a permalink named. */
  highlighted: undefined,
  /** The estate that is being solved by questions alone. */
  trying: undefined,
  unread: new Map(),
};

/** Told of every change, with what changed: `{ kind, … }`. */
export function subscribe(listener) {
  listeners.add(listener);
}

function tell(change) {
  for (const listener of listeners) listener(change);
}

/** All of the workspace, fresh from the server. */
export function replaceWorkspace(workspace) {
  store.workspace = workspace;
  store.me ??= workspace.people[0].id;
  store.channel ??= workspace.channels[0].id;
  tell({ kind: 'all' });
}

/** Changes what this window looks at. */
export function look(change) {
  Object.assign(store, change);
  if (change.channel !== undefined) store.unread.delete(change.channel);
  tell({ kind: 'all' });
}

/** One change that the server tells of. */
export function applyChange(change) {
  const { workspace } = store;
  switch (change.kind) {
    case 'message.saved':
      saveMessage(workspace, change);
      break;
    case 'message.removed':
      workspace.messages = workspace.messages.filter((one) => !isAt(one, change.channel, change.ts));
      break;
    case 'channel.saved':
      workspace.channels = upsert(workspace.channels, change.channel, (one) => one.id === change.channel.id);
      break;
    case 'modals.changed':
      workspace.modals[change.userId] = change.modals;
      break;
    case 'home.changed':
      workspace.homes[change.userId] = change.home;
      break;
    case 'flows.changed':
      workspace.flows.problems = change.problems;
      break;
    case 'teams.saved':
    case 'exchange.recorded':
      break;
    default:
      return;
  }
  tell(change);
}

function saveMessage(workspace, change) {
  const { message } = change;
  const known = findMessage(message.channel, message.ts);
  change.isNew = known === undefined;
  change.textChanged = known?.text !== message.text;
  workspace.messages = upsert(workspace.messages, message, (one) => isAt(one, message.channel, message.ts));
  if (change.isNew && message.channel !== store.channel && isForMe(message) && message.user !== store.me) {
    store.unread.set(message.channel, (store.unread.get(message.channel) ?? 0) + 1);
  }
}

function upsert(list, item, isIt) {
  const index = list.findIndex(isIt);
  return index === -1 ? [...list, item] : list.with(index, item);
}

function isAt(message, channel, ts) {
  return message.channel === channel && message.ts === ts;
}

export function findMessage(channel, ts) {
  return store.workspace.messages.find((one) => isAt(one, channel, ts));
}

/** Whether I may see it: ephemeral messages are for one person, direct conversations too. */
export function isForMe(message) {
  const channel = findChannel(message.channel);
  if (channel?.directWith !== undefined && channel.directWith !== store.me) return false;
  return message.ephemeralFor === undefined || message.ephemeralFor === store.me;
}

export function findChannel(id) {
  return store.workspace.channels.find((channel) => channel.id === id);
}

/** The messages of the open channel, without those in threads. */
export function channelMessages() {
  return store.workspace.messages.filter(
    (one) => one.channel === store.channel && one.threadTs === undefined && isForMe(one),
  );
}

export function repliesTo(channel, ts) {
  return store.workspace.messages.filter(
    (one) => one.channel === channel && one.threadTs === ts && isForMe(one),
  );
}

/** The modal on top of my screen. */
export function topModal() {
  return store.workspace.modals[store.me]?.at(-1);
}

export function nameOf(userId) {
  const { app, people } = store.workspace;
  if (userId === app.userId) return app.realName;
  return people.find((person) => person.id === userId)?.realName ?? userId;
}
