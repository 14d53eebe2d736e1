import { loadChats, postTo } from './api.js';
import { h } from './dom.js';
import { notify, report } from './notices.js';
import { store } from './store.js';
import { loadRenderer, renderCard } from './teams-cards.js';
import { openDialog } from './teams-dialog.js';

/** Microsoft Teams: the same bot, its Adaptive Cards drawn by Microsoft's own renderer. */
export async function show(panel) {
  if (panel.dataset.user === store.me) return;
  panel.dataset.user = store.me;
  panel.replaceChildren(h('h2', {}, 'Teams'), h('p', { class: 'lead', role: 'status' }, 'Starting…'));
  await loadRenderer();
  const known = await loadChats();
  const list = h('ol', { class: 'chat-messages', 'aria-label': 'Messages in Teams' });
  panel.replaceChildren(
    h('h2', {}, 'Teams'),
    h(
      'p',
      { class: 'lead' },
      'The same bot in a chat of Microsoft Teams. Paste an error text, or ask for the form.',
    ),
    list,
    renderComposer(),
  );
  for (const message of known) save(list, message);
  if (!known.some(isMine)) await open(list);
}

/** The first to open it waits for Microsoft's framework to be loaded. */
async function open(list) {
  const note = h('p', { class: 'lead', role: 'status' }, 'The bot gets ready for Teams…');
  list.before(note);
  report(await send({ kind: 'open' }));
  note.remove();
}

export function changed(change, panel) {
  const list = panel.querySelector('.chat-messages');
  if (change.kind === 'all') void show(panel);
  if (change.kind === 'teams.saved' && list !== null) save(list, change.message);
}

function isMine({ conversation }) {
  return conversation === `a:${store.me}`;
}

/** The chat, and what is posted to the support channel. */
function isInSight(message) {
  return isMine(message) || message.conversation.startsWith('19:');
}

function nameOf({ fromBot, conversation }) {
  if (!fromBot) return 'You';
  return conversation.startsWith('19:') ? 's3denied in the channel Support' : 's3denied';
}

function save(list, message) {
  if (!isInSight(message)) return;
  const shown = list.querySelector(`[data-message="${CSS.escape(message.id)}"]`);
  const item = h(
    'li',
    { class: message.fromBot ? 'from-bot' : 'from-me', data: { message: message.id } },
    h('strong', {}, nameOf(message)),
    message.text !== '' && message.card === null && h('p', {}, message.text),
    message.card !== null && cardIn(message.card),
  );
  if (shown === null) list.append(item);
  else shown.replaceWith(item);
  item.scrollIntoView({ block: 'nearest' });
}

/** A card in its own place: what an action answers replaces it there. */
function cardIn(card) {
  const place = h('div', { class: 'adaptive' });
  const draw = (shown) => place.replaceChildren(renderCard(shown, (action) => use(action, draw)));
  draw(card);
  return place;
}

async function use(action, draw) {
  if (action.url !== undefined) return void window.open(action.url, '_blank', 'noopener');
  if (action.data?.msteams?.type === 'task/fetch') {
    const { msteams: _, ...data } = action.data;
    return openDialog(await invoke('task/fetch', { data }), (submitted) =>
      invoke('task/submit', { data: submitted }),
    );
  }
  const body = await invoke('adaptiveCard/action', {
    action: { type: 'Action.Execute', verb: action.verb, data: action.data },
    trigger: 'manual',
  });
  if (body?.task !== undefined)
    return openDialog(body, (submitted) => invoke('task/submit', { data: submitted }));
  if (body?.type === 'application/vnd.microsoft.card.adaptive') draw(body.value);
  if (body?.type === 'application/vnd.microsoft.activity.message') notify(body.value);
}

async function invoke(name, value) {
  const outcome = await send({ kind: 'invoke', name, value });
  report(outcome);
  return outcome.body;
}

function send(action) {
  return postTo('/sandbox/teams', { user: store.me, ...action });
}

function renderComposer() {
  const text = h('textarea', {
    rows: '2',
    'aria-label': 'Message in Teams',
    placeholder: 'Message s3denied',
  });
  const form = h(
    'form',
    { class: 'composer-row' },
    text,
    h('button', { type: 'submit', class: 'button primary' }, 'Send'),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const typed = text.value.trim();
    if (typed === '') return;
    text.value = '';
    report(await send({ kind: 'message', text: typed }));
  });
  return form;
}
