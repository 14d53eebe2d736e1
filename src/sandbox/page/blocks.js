import { h, uniqueId } from './dom.js';
import { renderElement } from './elements.js';
import { renderMrkdwn } from './mrkdwn.js';
import { renderRichText } from './rich-text.js';
import { plainOf, renderText } from './text-object.js';

/** Block Kit as nodes. `onUse` is called when somebody uses an element outside a modal's inputs. */
export function renderBlocks(blocks, onUse) {
  return blocks.map((block) => renderBlock(block, onUse));
}

function renderBlock(block, onUse) {
  switch (block.type) {
    case 'header':
      return h('h3', { class: 'block header' }, plainOf(block.text));
    case 'section':
      return renderSection(block, onUse);
    case 'context':
      return h(
        'div',
        { class: 'block context' },
        block.elements.map((one) => h('span', {}, one.type === 'image' ? imageNote(one) : renderText(one))),
      );
    case 'divider':
      return h('hr', { class: 'block' });
    case 'actions':
      return h(
        'div',
        { class: 'block actions', data: { blockId: block.block_id } },
        block.elements.map((element) => renderElement(element, { blockId: block.block_id, onUse })),
      );
    case 'rich_text':
      return renderRichText(block);
    case 'input':
      return renderInput(block, onUse);
    case 'image':
      return h('p', { class: 'block' }, imageNote(block));
    case 'markdown':
      return h('div', { class: 'block' }, renderMrkdwn(block.text));
    default:
      return h('p', { class: 'block unknown' }, `The sandbox cannot show “${block.type}”.`);
  }
}

function renderSection(block, onUse) {
  return h(
    'div',
    { class: 'block section' },
    h(
      'div',
      { class: 'section-text' },
      block.text && h('div', {}, renderText(block.text)),
      block.fields &&
        h(
          'div',
          { class: 'fields' },
          block.fields.map((field) => h('div', {}, renderText(field))),
        ),
    ),
    block.accessory &&
      h(
        'div',
        { class: 'accessory' },
        block.accessory.type === 'image'
          ? imageNote(block.accessory)
          : renderElement(block.accessory, { blockId: block.block_id, onUse }),
      ),
  );
}

/** The page loads nothing from elsewhere: a picture is named, not shown. */
function imageNote(image) {
  return `[picture: ${image.alt_text}]`;
}

function renderInput(block, onUse) {
  const inputId = uniqueId('input');
  const grouped = block.element.type === 'checkboxes' || block.element.type === 'radio_buttons';
  const labelId = `${inputId}-label`;
  const at = { blockId: block.block_id, inputId, onUse: block.dispatch_action ? onUse : undefined };
  const control = renderElement(block.element, at);
  if (grouped) control.setAttribute('aria-labelledby', labelId);
  return h(
    'div',
    { class: 'block input', data: { inputBlock: block.block_id } },
    h(
      grouped ? 'span' : 'label',
      { id: labelId, class: 'label', for: grouped ? undefined : inputId },
      plainOf(block.label),
      block.optional && h('span', { class: 'optional' }, ' (optional)'),
    ),
    control,
    block.hint && h('p', { class: 'hint' }, plainOf(block.hint)),
    h('p', { class: 'error', id: `${inputId}-error`, hidden: true }),
  );
}

/** Shows each error at its input, and moves to the first. */
export function showErrors(root, errors) {
  for (const block of root.querySelectorAll('[data-input-block]')) {
    const message = errors[block.dataset.inputBlock];
    const note = block.querySelector('.error');
    const control = block.querySelector('[data-kind]');
    note.hidden = message === undefined;
    note.textContent = message ?? '';
    block.classList.toggle('wrong', message !== undefined);
    control.toggleAttribute('aria-invalid', message !== undefined);
    if (message === undefined) control.removeAttribute('aria-describedby');
    else control.setAttribute('aria-describedby', note.id);
  }
  const first = root.querySelector('.wrong [data-kind]');
  (first?.matches('div') ? first.querySelector('input') : first)?.focus();
}
