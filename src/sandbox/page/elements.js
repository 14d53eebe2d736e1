import { confirmChoice } from './confirm.js';
import { h, uniqueId } from './dom.js';
import { isAskedFor, isTruthful } from './hints.js';
import { store } from './store.js';
import { plainOf, renderText } from './text-object.js';

/**
 * The interactive elements of Block Kit. `blockId` and `onUse({ blockId, actionId, value })` tell who is asked when one is used;
 * without `onUse` an element only holds its value until the modal is submitted.
 */
export function renderElement(element, at) {
  switch (element.type) {
    case 'button':
      return renderButton(element, at);
    case 'static_select':
    case 'overflow':
      return renderSelect(element, at);
    case 'conversations_select':
      return renderSelect({ ...element, options: conversationsFor(element.filter) }, at);
    case 'checkboxes':
    case 'radio_buttons':
      return renderChoices(element, at);
    case 'plain_text_input':
      return renderTextInput(element, at);
    default:
      return h('em', { class: 'unknown' }, `The sandbox cannot show “${element.type}”.`);
  }
}

/** The rooms that a filter lets through, as options. */
function conversationsFor({ include = ['public', 'private'] } = {}) {
  return store.workspace.channels
    .filter(
      (room) => room.directWith === undefined && include.includes(room.isPrivate ? 'private' : 'public'),
    )
    .map(({ id, name, isPrivate }) => ({
      value: id,
      text: { type: 'plain_text', text: isPrivate ? `${name} (private)` : `#${name}` },
    }));
}

function marks(element, at) {
  return { block: at.blockId, action: element.action_id, kind: element.type };
}

async function use(element, at, value) {
  if (at.onUse === undefined) return;
  if (element.confirm !== undefined && !(await confirmChoice(element.confirm))) return;
  await at.onUse({ blockId: at.blockId, actionId: element.action_id, value });
}

function renderButton(element, at) {
  const hinted = isTruthful(at.blockId, element.action_id);
  const button = h(
    'button',
    {
      type: 'button',
      class: `button ${element.style ?? ''}${hinted ? ' truthful' : ''}`.trim(),
      title: hinted ? 'What the person of the story would answer' : undefined,
      'aria-label': element.accessibility_label,
      data: marks(element, at),
      on: {
        click: async () => {
          if (element.url !== undefined) window.open(element.url, '_blank', 'noopener');
          button.setAttribute('aria-busy', 'true');
          await use(element, at);
          button.removeAttribute('aria-busy');
        },
      },
    },
    plainOf(element.text),
  );
  return button;
}

function renderSelect(element, at) {
  const toOption = (option) =>
    h(
      'option',
      { value: option.value, selected: option.value === element.initial_option?.value },
      `${plainOf(option.text)}${isAskedFor(element.action_id, option.value) ? ' ●' : ''}`,
    );
  const hint = element.type === 'overflow' ? 'More…' : element.placeholder && plainOf(element.placeholder);
  const select = h(
    'select',
    {
      id: at.inputId,
      'aria-label': at.inputId === undefined ? (hint ?? 'Choose') : undefined,
      data: marks(element, at),
      on: { change: () => select.value !== '' && use(element, at, select.value) },
    },
    h('option', { value: '' }, hint ?? 'Choose…'),
    (element.options ?? []).map(toOption),
    (element.option_groups ?? []).map((group) =>
      h('optgroup', { label: plainOf(group.label) }, group.options.map(toOption)),
    ),
  );
  return select;
}

function renderChoices(element, at) {
  const type = element.type === 'checkboxes' ? 'checkbox' : 'radio';
  const chosen = new Set(
    [...(element.initial_options ?? []), element.initial_option]
      .filter(Boolean)
      .map((option) => option.value),
  );
  const name = uniqueId('choice');
  const group = h(
    'div',
    {
      class: 'choices',
      id: at.inputId,
      role: type === 'radio' ? 'radiogroup' : 'group',
      data: marks(element, at),
    },
    element.options.map((option) => renderChoice(option, { type, name, checked: chosen.has(option.value) })),
  );
  group.addEventListener('change', () => use(element, at, readValue(group)));
  return group;
}

function renderChoice(option, input) {
  return h(
    'label',
    { class: 'choice' },
    h('input', { ...input, value: option.value }),
    h(
      'span',
      {},
      renderText(option.text),
      option.description && h('small', {}, renderText(option.description)),
    ),
  );
}

function renderTextInput(element, at) {
  const shared = {
    id: at.inputId,
    data: marks(element, at),
    placeholder: element.placeholder && plainOf(element.placeholder),
    autocomplete: 'off',
    spellcheck: 'false',
    autofocus: element.focus_on_load,
  };
  if (element.multiline) return h('textarea', { ...shared, rows: '4' }, element.initial_value);
  return h('input', { ...shared, type: 'text', value: element.initial_value });
}

/** What an element holds now: text, an option's value, a list for checkboxes; null for nothing. */
export function readValue(node) {
  const checked = () => [...node.querySelectorAll('input:checked')].map((input) => input.value);
  if (node.dataset.kind === 'checkboxes') return checked();
  if (node.dataset.kind === 'radio_buttons') return checked()[0] ?? null;
  return node.value === '' ? null : node.value;
}

/** What all inputs in a message or modal hold, by block id and action id. */
export function readValues(root) {
  const values = {};
  for (const node of inputsIn(root)) {
    const { block, action } = node.dataset;
    values[block] = { ...values[block], [action]: readValue(node) };
  }
  return values;
}

/** Fills inputs: `values` as `readValues` gives them; what is not named stays. */
export function writeValues(root, values) {
  for (const node of inputsIn(root)) {
    const value = values[node.dataset.block]?.[node.dataset.action];
    if (value !== undefined) writeValue(node, value);
  }
}

function writeValue(node, value) {
  if (node.dataset.kind === 'checkboxes' || node.dataset.kind === 'radio_buttons') {
    const wanted = [value].flat();
    for (const input of node.querySelectorAll('input'))
      input.checked = value === true || wanted.includes(input.value);
  } else {
    node.value = value ?? '';
  }
}

function inputsIn(root) {
  return [...root.querySelectorAll('[data-block][data-kind]:not(button)')];
}
