import { h, uniqueId } from './dom.js';

/** One labelled input with room for its error; `file` takes a dropped or chosen file, too. */
export function renderField({ name, label, placeholder, rows, file, inPlaceOfSnapshot }) {
  const id = uniqueId('own');
  const shared = {
    id,
    name,
    placeholder,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': `${id}-error`,
  };
  const input =
    rows === undefined ? h('input', { ...shared, type: 'text' }) : h('textarea', { ...shared, rows });
  if (file) takeDrops(input);
  return h(
    'div',
    { class: 'field', data: { field: name } },
    h(
      'label',
      { class: 'label', for: id },
      label,
      inPlaceOfSnapshot && h('span', { class: 'optional' }, ' (in place of a snapshot)'),
    ),
    input,
    file && renderPicker(label, input),
    h('p', { class: 'error', id: `${id}-error`, hidden: true }),
  );
}

function renderPicker(label, input) {
  const picker = h('input', {
    type: 'file',
    accept: '.json,application/json',
    'aria-label': `${label}: choose a file`,
  });
  picker.addEventListener('change', () => read(picker.files[0], input));
  return picker;
}

function takeDrops(input) {
  input.placeholder = 'Paste it, or drop the file here';
  input.addEventListener('dragover', (event) => event.preventDefault());
  input.addEventListener('drop', (event) => {
    event.preventDefault();
    void read(event.dataTransfer.files[0], input);
  });
}

async function read(file, input) {
  if (file !== undefined) input.value = await file.text();
}

export function valuesOf(form) {
  return Object.fromEntries(
    [...form.querySelectorAll('[data-field] [name]')].map((input) => [input.name, input.value]),
  );
}

/** Shows each error at its field, and moves to the first. */
export function showFieldErrors(form, errors) {
  for (const field of form.querySelectorAll('[data-field]')) {
    const message = errors[field.dataset.field];
    const note = field.querySelector('.error');
    note.hidden = message === undefined;
    note.textContent = message ?? '';
    field.classList.toggle('wrong', message !== undefined);
    field.querySelector('[name]').toggleAttribute('aria-invalid', message !== undefined);
  }
  form.querySelector('.wrong [name]')?.focus();
}
