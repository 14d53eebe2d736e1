import { byId } from './dom.js';

const THEMES = ['system', 'light', 'dark'];

/** Light, dark, or what the system says. Kept by this page alone. */
export function startTheme() {
  const button = byId('theme');
  let chosen = 0;
  const show = () => {
    const theme = THEMES[chosen];
    document.documentElement.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
  };
  button.addEventListener('click', () => {
    chosen = (chosen + 1) % THEMES.length;
    show();
  });
  show();
}
