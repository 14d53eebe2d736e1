import { act } from './api.js';
import { renderBlocks, showErrors } from './blocks.js';
import { byId, h } from './dom.js';
import { readValues, writeValues } from './elements.js';
import { report } from './notices.js';
import { store, topModal } from './store.js';
import { plainOf } from './text-object.js';

/** What is filled into the next dialog that opens: `{ callbackId, values, until }`. */
let prepared;

/** Fills the dialog with this callback id when the bot opens it, if it does so soon. */
export function prepareModal(callbackId, values) {
  prepared = { callbackId, values, until: Date.now() + 20_000 };
}

/** Shows the modal on top of my screen, or none. */
export function showModal() {
  const dialog = byId('modal');
  const modal = topModal();
  if (modal === undefined) {
    delete dialog.dataset.hash;
    if (dialog.open) closeDialog(dialog);
    return;
  }
  if (dialog.dataset.hash === modal.hash) return;
  const typed = dialog.dataset.viewId === modal.id ? readValues(dialog) : {};
  dialog.dataset.viewId = modal.id;
  dialog.dataset.hash = modal.hash;
  dialog.replaceChildren(renderForm(modal));
  writeValues(dialog, typed);
  fillPrepared(dialog, modal);
  if (!dialog.open) {
    openedFrom = placeOf(document.activeElement);
    dialog.showModal();
  }
  focusFirst(dialog);
}

/** What opened the dialog: it may be shown anew meanwhile, as another element. */
let openedFrom;

function placeOf(element) {
  const { block, action } = element?.dataset ?? {};
  return action === undefined ? undefined : [tsOf(element), block, action].join(' ');
}

function tsOf(element) {
  return element.closest('[data-ts]')?.dataset.ts ?? '';
}

/** A dialog gives the focus back to where it came from, or to what stands there now; where nothing does, to where one writes. */
function closeDialog(dialog) {
  dialog.close();
  const { activeElement } = document;
  if (activeElement !== document.body && activeElement?.checkVisibility() === true) return;
  const elements = [...byId('chat').querySelectorAll('[data-action]')];
  const there = elements.find((element) => placeOf(element) === openedFrom);
  (there ?? byId('composer-text')).focus();
}

/** Into its first input, at the beginning of what stands there. */
function focusFirst(dialog) {
  const first =
    dialog.querySelector('[autofocus], [data-kind]:not(div), [data-kind] input') ??
    dialog.querySelector('button');
  first.focus();
  if (first.matches('textarea')) {
    first.setSelectionRange(0, 0);
    first.scrollTop = 0;
  }
}

function fillPrepared(dialog, modal) {
  if (prepared === undefined || prepared.callbackId !== modal.view.callback_id) return;
  if (Date.now() < prepared.until) writeValues(dialog, prepared.values);
  prepared = undefined;
}

function renderForm(modal) {
  const { view } = modal;
  const onUse = async (use) =>
    report(
      await act({
        kind: 'view.element',
        user: store.me,
        viewId: modal.id,
        ...use,
        values: readValues(byId('modal')),
      }),
    );
  const close = () => closeModal(modal);
  return h(
    'form',
    { class: 'modal-form', novalidate: true, on: { submit: (event) => submit(event, modal) } },
    h(
      'header',
      {},
      h('h2', { id: 'modal-title' }, plainOf(view.title)),
      h('button', { type: 'button', class: 'close', 'aria-label': 'Close', on: { click: close } }, '×'),
    ),
    h('div', { class: 'modal-body' }, renderBlocks(view.blocks, onUse)),
    h(
      'footer',
      {},
      h(
        'button',
        { type: 'button', class: 'button', on: { click: close } },
        view.close ? plainOf(view.close) : 'Cancel',
      ),
      view.submit && h('button', { type: 'submit', class: 'button primary' }, plainOf(view.submit)),
    ),
  );
}

async function submit(event, modal) {
  event.preventDefault();
  const form = event.currentTarget;
  if (form.getAttribute('aria-busy') === 'true') return;
  form.setAttribute('aria-busy', 'true');
  const outcome = await act({
    kind: 'view.submit',
    user: store.me,
    viewId: modal.id,
    values: readValues(form),
  });
  form.removeAttribute('aria-busy');
  showErrors(form, outcome.outcome === 'errors' ? outcome.errors : {});
  report(outcome);
}

async function closeModal(modal) {
  report(await act({ kind: 'view.close', user: store.me, viewId: modal.id }));
}

/** Esc asks the server, as the cross does: it decides what is on the screen. */
export function startModal() {
  byId('modal').addEventListener('cancel', (event) => {
    event.preventDefault();
    const modal = topModal();
    if (modal !== undefined) void closeModal(modal);
  });
}
