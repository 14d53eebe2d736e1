import { byId, h } from './dom.js';
import { plainOf, renderText } from './text-object.js';

/** Slack's confirmation dialog: resolves to whether it was confirmed. */
export function confirmChoice(confirm) {
  const dialog = byId('confirm');
  return new Promise((resolve) => {
    const answer = (value) => () => dialog.close(value);
    dialog.replaceChildren(
      h('h2', { id: 'confirm-title' }, plainOf(confirm.title)),
      h('div', { class: 'confirm-text' }, renderText(confirm.text)),
      h(
        'footer',
        {},
        h('button', { type: 'button', class: 'button', on: { click: answer('no') } }, plainOf(confirm.deny)),
        h(
          'button',
          {
            type: 'button',
            class: `button ${confirm.style ?? 'primary'}`,
            autofocus: true,
            on: { click: answer('yes') },
          },
          plainOf(confirm.confirm),
        ),
      ),
    );
    dialog.returnValue = '';
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    dialog.showModal();
  });
}
