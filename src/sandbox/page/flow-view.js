import { loadInvestigation } from './api.js';
import { h } from './dom.js';
import { renderCauses, renderEvidence } from './flow-findings.js';
import { isForMe, store } from './store.js';

let pending;
let shownStep;

/** For flow authors: what is wrong in the files, and where the latest investigation stands in its flow. */
export async function show(panel) {
  const id = latestInvestigation();
  const found = id === undefined ? undefined : await loadInvestigation(id);
  const { activeElement } = document;
  const kept = panel.contains(activeElement) ? activeElement.dataset.keep : undefined;
  const open = [...panel.querySelectorAll('details[open]')].map((one) => one.dataset.keep);
  panel.replaceChildren(
    h('h2', {}, 'Flow'),
    renderFiles(),
    ...(found === undefined
      ? [h('p', { class: 'lead' }, 'Start a diagnosis: its flow is drawn here, the current step lit.')]
      : renderInvestigation(found)),
  );
  for (const details of panel.querySelectorAll('details')) details.open = open.includes(details.dataset.keep);
  if (kept !== undefined) panel.querySelector(`[data-keep="${kept}"]`)?.focus();
  showStep(panel, found);
}

/** Brings the step that is asked now into view, once: whoever scrolls elsewhere stays there. */
function showStep(panel, found) {
  const at = found === undefined ? undefined : `${found.id} ${found.state}`;
  if (at !== shownStep) panel.querySelector('[aria-current]')?.scrollIntoView({ block: 'center' });
  shownStep = at;
}

/** A message that changed is an investigation that went on. */
export function changed(change, panel) {
  if (change.kind !== 'message.saved' && change.kind !== 'flows.changed') return;
  clearTimeout(pending);
  pending = setTimeout(() => void show(panel), 60);
}

/** The investigation of the last card in sight: its buttons say which. */
function latestInvestigation() {
  const mine = store.workspace.messages.filter((one) => one.fromApp && isForMe(one));
  return mine.map(investigationOf).findLast((id) => id !== undefined);
}

function investigationOf(message) {
  const elements = (message.blocks ?? []).flatMap((block) => block.elements ?? []);
  return elements.find((one) => one.type === 'button' && one.action_id === 'start_over')?.value;
}

function renderFiles() {
  const { directory, problems } = store.workspace.flows;
  if (directory === null)
    return h(
      'p',
      { class: 'lead' },
      'The shipped flows. With ',
      h('code', {}, 's3denied sandbox --flows DIR'),
      ' yours are laid over them, and read anew at every save.',
    );
  if (problems.length === 0)
    return h('p', { class: 'files good', role: 'status' }, `Reading ${directory}: all files are right.`);
  return h(
    'div',
    { class: 'files bad', role: 'alert' },
    h('p', {}, `Reading ${directory}: the flows of before stay until this is mended.`),
    h(
      'ul',
      {},
      problems.map((problem) => h('li', {}, problem)),
    ),
  );
}

function renderInvestigation({ flow, phase, state, decision, steps, answers, causes, evidence }) {
  return [
    h('h3', {}, flow.title),
    h('p', { class: 'lead' }, `${flow.id} · ${phase} · ${decision}`),
    h('ol', { class: 'steps', 'aria-label': 'Steps' }, steps.map(renderStep), renderEnd(state)),
    h('h3', {}, 'Answers'),
    answers.length === 0
      ? h('p', { class: 'lead' }, 'None yet.')
      : h(
          'dl',
          { class: 'answers' },
          answers.flatMap(({ question, answer }) => [h('dt', {}, question), h('dd', {}, answer)]),
        ),
    ...renderCauses(causes),
    ...renderEvidence(evidence),
  ];
}

const STATES = {
  asking: 'asked now',
  answered: 'answered',
  unsure: 'not sure',
  evidence: 'decided by evidence',
  open: 'open',
  pointless: 'would change nothing',
};

/** The machine's last state: nothing is left to ask. */
function renderEnd(state) {
  const here = state === 'diagnosed';
  return h(
    'li',
    { class: `step end${here ? ' asking' : ''}`, 'aria-current': here ? 'step' : undefined },
    h('span', { class: 'step-id' }, 'diagnosed'),
    h('small', {}, here ? 'reached: nothing is left to ask' : 'once nothing is left to ask'),
  );
}

function renderStep({ id, section, state, confirms, coveredBy, takenFrom }) {
  return h(
    'li',
    {
      class: `step ${state}${coveredBy === undefined ? '' : ' covered'}${confirms.length === 0 ? '' : ' confirms'}`,
      'aria-current': state === 'asking' ? 'step' : undefined,
      title: section,
    },
    h('span', { class: 'step-id' }, id),
    h(
      'small',
      {},
      STATES[state] ?? state,
      confirms.length > 0 && `: ${confirms.join(', ')} confirmed`,
      takenFrom && ` · from ${takenFrom}`,
    ),
  );
}
