import { firstState, listen, loadState } from './api.js';
import { fillComposer } from './composer.js';
import { byId } from './dom.js';
import { showModal, startModal } from './modal.js';
import { announce, notify } from './notices.js';
import { startPanes } from './panes.js';
import { openPermalink, showAddress, startPermalinks } from './permalinks.js';
import { showHome, showRoom, updateRoom } from './room.js';
import { showActAs, showSidebar } from './sidebar.js';
import { applyChange, findChannel, isForMe, nameOf, replaceWorkspace, store, subscribe } from './store.js';
import { startTheme } from './theme.js';
import { showThread, startThread, updateThread } from './thread.js';
import { startTools, tellTool } from './tools.js';

/** Every change of the store is shown by the parts of the page that it concerns. */
function show(change) {
  tellTool(change);
  switch (change.kind) {
    case 'message.saved':
      showChangedMessage(change);
      break;
    case 'modals.changed':
      showModal();
      break;
    case 'home.changed':
      if (store.tab === 'home') showHome();
      break;
    case 'channel.saved':
      showSidebar();
      break;
    case 'flows.changed':
      announce(flowsInWords(change.problems));
      break;
    case 'teams.saved':
    case 'exchange.recorded':
      break;
    default:
      showAll();
  }
}

function showChangedMessage({ message, isNew, textChanged }) {
  if (!isForMe(message)) return;
  updateRoom(message);
  updateThread(message);
  if (isNew) showSidebar();
  if (message.user !== store.me && (isNew || textChanged)) {
    announce(
      `${nameOf(message.user)} in ${findChannel(message.channel)?.name ?? 'a thread'}: ${message.text}`,
    );
  }
}

function flowsInWords(problems) {
  return problems.length === 0 ? 'The flows were read anew.' : `The flow files have problems: ${problems[0]}`;
}

function showAll() {
  showSidebar();
  showRoom();
  showThread();
  showModal();
  showAddress(store.channel);
  const channel = findChannel(store.channel);
  const label = channel.directWith === undefined ? `Message #${channel.name}` : `Message ${channel.name}`;
  byId('composer-text').placeholder = label;
  byId('composer-text').setAttribute('aria-label', label);
}

/** What happens while the state is fetched is shown after it: neither lost nor overwritten. */
let waiting;
let lost = false;

async function load() {
  waiting = [];
  replaceWorkspace(await loadState());
  const changes = waiting;
  waiting = undefined;
  for (const change of changes) applyChange(change);
}

function connect() {
  listen({
    onChange: (change) => (waiting === undefined ? applyChange(change) : waiting.push(change)),
    onConnect: async () => {
      await load();
      lost = false;
    },
    onLost: () => {
      if (!lost) notify('The sandbox does not answer. This page tries again by itself.');
      lost = true;
    },
  });
}

const address = new URL(location.href);
fillComposer(byId('composer'), { label: 'Message', id: 'composer-text' });
startPanes();
startModal();
startTheme();
startThread();
startPermalinks();
subscribe(show);
replaceWorkspace(firstState());
showActAs();
void startTools();
openPermalink(address);
connect();
