import { h } from './dom.js';
import { notify } from './notices.js';
import { renderCard } from './teams-cards.js';

/** A dialog of Teams (task module): what is submitted may keep it open with another card, or end it with a line. */
export function openDialog(body, submit) {
  const { type, value } = body?.task ?? {};
  if (type === 'message') return notify(value);
  if (type !== 'continue') return undefined;
  const dialog = h('dialog', { class: 'modal teams-dialog', 'aria-labelledby': 'teams-dialog-title' });
  const draw = ({ title, card }) =>
    dialog.replaceChildren(
      h(
        'header',
        {},
        h('h2', { id: 'teams-dialog-title' }, title),
        h(
          'button',
          { type: 'button', class: 'close', 'aria-label': 'Close', on: { click: () => dialog.close() } },
          '×',
        ),
      ),
      h(
        'div',
        { class: 'modal-body adaptive' },
        renderCard(card.content, async ({ data }) => {
          const next = (await submit(data))?.task;
          if (next?.type === 'continue') return draw(next.value);
          dialog.close();
          if (next?.type === 'message') notify(next.value);
        }),
      ),
    );
  draw(value);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
