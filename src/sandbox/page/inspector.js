import { loadExchanges } from './api.js';
import { h } from './dom.js';

const WAYS = {
  to_bot: { sign: '→', name: 'to the bot' },
  to_slack: { sign: '←', name: 'to Slack' },
  to_teams: { sign: '←', name: 'to Teams' },
  store: { sign: '·', name: 'store' },
};
const SHOWN = 150;

/** Each request between the bot and the platform with its answer, and what the store was asked; the newest first. */
export async function show(panel) {
  if (panel.childElementCount > 0) return;
  const list = h('ol', { class: 'exchanges', 'aria-label': 'Requests, the newest first' });
  panel.replaceChildren(
    h('h2', {}, 'Inspector'),
    h('p', { class: 'lead' }, 'What goes between the bot and the platform, tokens masked.'),
    h(
      'div',
      { class: 'filters', role: 'group', 'aria-label': 'Show' },
      Object.entries(WAYS).map(([way, words]) => filter(list, way, words)),
    ),
    list,
  );
  for (const exchange of await loadExchanges()) prepend(list, exchange);
}

export function changed(change, panel) {
  const list = panel.querySelector('.exchanges');
  if (change.kind === 'exchange.recorded' && list !== null) prepend(list, change.exchange);
}

function filter(list, way, { name }) {
  return h(
    'label',
    { class: 'choice' },
    h('input', {
      type: 'checkbox',
      checked: true,
      on: { change: (event) => list.classList.toggle(`without-${way}`, !event.target.checked) },
    }),
    h('span', {}, name),
  );
}

function prepend(list, exchange) {
  if (list.querySelector(`[data-exchange="${exchange.id}"]`) !== null) return;
  list.prepend(renderExchange(exchange));
  while (list.childElementCount > SHOWN) list.lastElementChild.remove();
}

function renderExchange(exchange) {
  const { id, way, what, outcome, ms } = exchange;
  const details = h(
    'details',
    { class: 'inner' },
    h(
      'summary',
      {},
      h('span', { 'aria-hidden': 'true' }, `${WAYS[way].sign} `),
      h('span', { class: 'unseen' }, `${WAYS[way].name}: `),
      h('code', {}, what),
      h('small', {}, ` ${outcome} · ${ms.toFixed(1)} ms`),
    ),
  );
  // Bodies are large: they are written out for whom they are opened.
  details.addEventListener(
    'toggle',
    () => details.append(body('Request', exchange.request), body('Response', exchange.response)),
    {
      once: true,
    },
  );
  return h('li', { class: `exchange ${way}`, data: { exchange: id } }, details);
}

function body(title, value) {
  return h(
    'div',
    {},
    h('strong', {}, title),
    h('pre', { tabindex: '0' }, h('code', {}, JSON.stringify(unfolded(value), null, 2) ?? '')),
  );
}

/** Form fields hold JSON as text. */
function unfolded(value) {
  if (typeof value === 'string' && /^[[{]/.test(value)) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unfolded(inner)]));
}
