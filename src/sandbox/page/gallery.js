import { act } from './api.js';
import { writeInto } from './composer.js';
import { byId, h } from './dom.js';
import { prepareModal } from './modal.js';
import { report } from './notices.js';
import { composerText, showPane } from './panes.js';
import { look, store } from './store.js';

/** The sample estates, each with its story and a way to try it. */
export function showGallery() {
  const { estates } = store.workspace;
  byId('gallery').replaceChildren(
    h('h2', { id: 'gallery-title' }, 'Sample estates'),
    h(
      'p',
      { class: 'lead' },
      'Made-up AWS accounts, each with one request that S3 denies. Pick one and let the bot find out why.',
    ),
    ...estates.map(renderEstate),
  );
}

function renderEstate(estate) {
  return h(
    'article',
    { class: 'estate', data: { estate: estate.id } },
    h('h3', {}, estate.title),
    h('p', {}, estate.story),
    h(
      'details',
      {},
      h('summary', {}, 'Error text'),
      h('pre', { tabindex: '0' }, h('code', {}, estate.errorText)),
    ),
    h(
      'div',
      { class: 'estate-actions' },
      button('Try it', 'primary', estate, tryInForm),
      button('As a command', '', estate, tryAsCommand),
    ),
  );
}

function button(text, style, estate, run) {
  return h(
    'button',
    {
      type: 'button',
      class: `button ${style}`.trim(),
      'aria-label': `${text}: ${estate.title}`,
      on: { click: () => run(estate) },
    },
    text,
  );
}

/** Runs the bare command, and fills the form that the bot opens. */
async function tryInForm(estate) {
  goToHelp();
  prepareModal('intake', {
    error_text: { value: estate.errorText },
    resource: { value: estate.resource },
    principal: { value: estate.principal },
    operation: { value: estate.operation },
    network: { value: estate.network },
    audit: { value: true },
  });
  const [{ command }] = store.workspace.commands;
  report(await act({ kind: 'command', user: store.me, channel: store.channel, text: command }));
}

function tryAsCommand(estate) {
  goToHelp();
  const [{ command }] = store.workspace.commands;
  const { host: bucket } = new URL(estate.resource);
  const told = estate.errorText.includes(bucket)
    ? estate.errorText
    : `${estate.resource} ${estate.principal} ${estate.operation}`;
  writeInto(composerText(), `${command} ${told}`);
}

/** Estates are tried where people ask for help. */
function goToHelp() {
  look({ channel: store.workspace.channels[0].id, tab: 'messages' });
  showPane('chat');
}
