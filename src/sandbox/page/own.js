import { postTo } from './api.js';
import { confirmChoice } from './confirm.js';
import { h } from './dom.js';
import { report } from './notices.js';
import { renderField, showFieldErrors, valuesOf } from './own-fields.js';
import { store } from './store.js';
import { tryInForm } from './try-case.js';

/** A case of one's own: a snapshot file, or pasted policies, in place of an estate. */
export function show(panel) {
  if (panel.childElementCount > 0) return;
  const form = h(
    'form',
    { class: 'own', novalidate: true },
    h('h2', {}, 'Your own'),
    h(
      'p',
      { class: 'lead' },
      'Bring a case: a snapshot as ',
      h('code', {}, 's3denied collect'),
      ' writes it, or the policies that you have at hand. It stays in this process.',
    ),
    FIELDS.map(renderField),
    h('button', { type: 'submit', class: 'button primary' }, 'Find out why'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void bring(form);
  });
  const real = h('div', { class: 'real' });
  panel.replaceChildren(form, real);
  showReal(real);
}

const FIELDS = [
  { name: 'errorText', label: 'Error text', rows: 3 },
  { name: 'resource', label: 'Bucket or object', placeholder: 's3://bucket/key' },
  { name: 'principal', label: 'Who called', placeholder: 'arn:aws:iam::111122223333:role/app' },
  { name: 'operation', label: 'Operation', placeholder: 'GetObject' },
  { name: 'snapshot', label: 'Snapshot (JSON)', rows: 4, file: true },
  { name: 'bucketPolicy', label: 'Bucket policy', rows: 3, inPlaceOfSnapshot: true },
  { name: 'identityPolicy', label: 'The caller’s policy', rows: 3, inPlaceOfSnapshot: true },
  { name: 'keyPolicy', label: 'KMS key policy', rows: 3, inPlaceOfSnapshot: true },
];

async function bring(form) {
  const { errorText, operation, ...brought } = valuesOf(form);
  const outcome = await postTo('/sandbox/own', brought);
  showFieldErrors(form, outcome.outcome === 'errors' ? outcome.errors : {});
  if (!report(outcome)) return;
  const { resource, principal } = brought;
  await tryInForm(
    { errorText, operation, ...fromSnapshot(brought.snapshot, { resource, principal }) },
    { audit: true },
  );
}

/** What the snapshot says of the request, where the fields do not. */
function fromSnapshot(text, { resource, principal }) {
  const { bucket, object, caller } = text.trim() === '' ? {} : JSON.parse(text);
  const named = bucket?.name === undefined ? '' : `s3://${bucket.name}/${object?.key ?? ''}`;
  return { resource: resource || named, principal: principal || (caller?.arn ?? '') };
}

const SURE = {
  title: { type: 'plain_text', text: 'Read real AWS accounts?' },
  text: {
    type: 'plain_text',
    text: 'The bot will assume the audit roles of AUDIT_CONFIG with this machine’s AWS credentials. It only reads.',
  },
  confirm: { type: 'plain_text', text: 'Yes, read them' },
  deny: { type: 'plain_text', text: 'No' },
};

function showReal(place) {
  const { realAudit } = store.workspace;
  if (realAudit === 'not_configured') return;
  const on = realAudit === 'on';
  place.replaceChildren(
    h('h3', {}, 'Your real accounts'),
    h(
      'p',
      { class: 'lead' },
      on
        ? 'On: a bucket that is none of the samples is read from AWS, through the audit roles.'
        : 'Off: nothing of AWS is read. AUDIT_CONFIG names accounts that could be.',
    ),
    !on &&
      h(
        'button',
        { type: 'button', class: 'button', on: { click: () => switchOn(place) } },
        'Read real AWS…',
      ),
  );
}

async function switchOn(place) {
  if (!(await confirmChoice(SURE))) return;
  if (report(await postTo('/sandbox/real-audit', {}))) store.workspace.realAudit = 'on';
  showReal(place);
}
