import { h } from './dom.js';

const STATUSES = {
  confirmed: 'Confirmed',
  possible: 'Possible',
  unknown: 'Undecided',
  ruled_out: 'Ruled out',
};

/** Every cause of the catalogue with its verdict and what it rests on. */
export function renderCauses(causes) {
  return [
    h('h3', {}, 'Causes'),
    ...Object.entries(STATUSES).map(([status, title]) => {
      const those = causes.filter((cause) => cause.status === status);
      return h(
        'details',
        { class: `inner verdict ${status}`, data: { keep: `causes-${status}` } },
        h('summary', {}, `${title} (${those.length})`),
        h('ul', {}, those.map(renderCause)),
      );
    }),
  ];
}

function renderCause({ id, title, verified, evidence }) {
  return h(
    'li',
    {},
    h('code', {}, id),
    ` ${title}`,
    verified === true && h('span', { class: 'good' }, ' · fix verified'),
    evidence.map(({ says, source }) => h('small', {}, `${says} (${source})`)),
  );
}

export function renderEvidence(evidence) {
  return [
    h('h3', {}, 'Evidence'),
    ...Object.entries(evidence).map(([part, value]) =>
      h(
        'details',
        { class: 'inner', data: { keep: `evidence-${part}` } },
        h('summary', {}, part),
        h('pre', { tabindex: '0' }, h('code', {}, JSON.stringify(value, null, 2))),
      ),
    ),
  ];
}
