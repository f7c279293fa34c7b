// Light and dark: as the system has it, unless it was chosen here.
import { byId } from './dom.js';

const KEY = 'samc-theme';
const CHOICES = [
  ['system', '◐', 'Colours as the system has them'],
  ['light', '☀', 'Light colours'],
  ['dark', '☾', 'Dark colours'],
];

/** What the browser keeps; it may be told to keep nothing. */
function kept() {
  try {
    return localStorage.getItem(KEY) ?? 'system';
  } catch {
    return 'system';
  }
}

export function startTheme() {
  const button = byId('theme');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let chosen = CHOICES.some(([name]) => name === kept()) ? kept() : 'system';
  const show = () => {
    const [, sign, title] = CHOICES.find(([name]) => name === chosen);
    button.textContent = sign;
    button.title = `${title}; click for others`;
    button.setAttribute('aria-label', button.title);
    document.documentElement.dataset.theme = chosen === 'system' ? (dark.matches ? 'dark' : 'light') : chosen;
  };
  dark.addEventListener('change', show);
  button.addEventListener('click', () => {
    chosen = CHOICES[(CHOICES.findIndex(([name]) => name === chosen) + 1) % CHOICES.length][0];
    try {
      localStorage.setItem(KEY, chosen);
    } catch {
      // It holds until the page is closed.
    }
    show();
  });
  show();
}
