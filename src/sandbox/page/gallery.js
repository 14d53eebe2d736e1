import { h } from './dom.js';
import { store } from './store.js';
import { tryAsCommand, tryInForm } from './try-case.js';

const GROUPS = {
  'general-403': 'Within one account',
  'cross-account': 'Across accounts',
  'kms-cross-account': 'Across accounts, with a KMS key',
  'upload-denied': 'Uploads',
  'grant-cross-account': 'Letting another account in',
};

/** The sample estates, each with its story and a way to try it. */
export function show(panel) {
  if (panel.childElementCount > 0) return;
  const hide = h('input', { type: 'checkbox', id: 'hide-audit' });
  panel.replaceChildren(
    h('h2', {}, 'Sample estates'),
    h(
      'p',
      { class: 'lead' },
      'Made-up AWS accounts, each with one request that S3 denies. Pick one and let the bot find out why.',
    ),
    h(
      'label',
      { class: 'choice switch' },
      hide,
      h(
        'span',
        {},
        'Hide the audit',
        h('small', {}, 'Solve it by questions alone; what the story’s person would answer is marked.'),
      ),
    ),
    ...Object.entries(GROUPS).map(([flow, title]) => renderGroup(flow, title, hide)),
  );
}

function renderGroup(flow, title, hide) {
  const estates = store.workspace.estates.filter((estate) => (estate.asksFor ?? estate.flow) === flow);
  return h(
    'section',
    { class: 'estates', 'aria-label': title },
    h('h3', {}, title, h('span', { class: 'tally' }, ` ${estates.length}`)),
    estates.map((estate) => renderEstate(estate, hide)),
  );
}

function renderEstate(estate, hide) {
  return h(
    'details',
    { class: 'estate', name: 'estate', data: { estate: estate.id } },
    h('summary', {}, estate.title),
    h('p', {}, estate.story),
    estate.asksFor &&
      h(
        'p',
        { class: 'lead' },
        'Once the bot has answered, ask for the plan: “Ask about something else”, “Give another account access to a bucket”.',
      ),
    h(
      'details',
      { class: 'inner' },
      h('summary', {}, 'Error text'),
      h('pre', { tabindex: '0' }, h('code', {}, estate.errorText)),
    ),
    h(
      'details',
      { class: 'inner' },
      h('summary', {}, 'What it teaches'),
      h('p', {}, estate.learns),
      h(
        'p',
        { class: 'causes' },
        estate.causes.map((cause) => h('code', {}, cause)),
      ),
    ),
    h(
      'div',
      { class: 'estate-actions' },
      button('Try it', 'primary', estate, () => tryInForm(estate, { audit: !hide.checked })),
      button('As a command', '', estate, () => tryAsCommand(estate)),
    ),
  );
}

function button(text, style, estate, click) {
  return h(
    'button',
    {
      type: 'button',
      class: `button ${style}`.trim(),
      'aria-label': `${text}: ${estate.title}`,
      on: { click },
    },
    text,
  );
}
