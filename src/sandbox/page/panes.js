import { byId } from './dom.js';

/** On a narrow screen one pane is shown at a time: `channels`, `chat` or `estates`. */
export function showPane(name) {
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll('[data-show]')) {
    button.setAttribute('aria-pressed', String(button.dataset.show === name));
  }
}

export function startPanes() {
  for (const button of document.querySelectorAll('[data-show]')) {
    button.addEventListener('click', () => showPane(button.dataset.show));
  }
  showPane('chat');
}

export function composerText() {
  return byId('composer-text');
}
