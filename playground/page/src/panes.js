// The parts of the page: side by side where there is room, and one at a time on a phone.

const GROUPS = {
  template: 'source',
  findings: 'dock',
  explain: 'dock',
  expansion: 'output',
  flow: 'output',
  diff: 'output',
};
const NAMES = Object.keys(GROUPS);
const shown = { source: 'template', dock: 'findings', output: 'expansion' };
const narrow = matchMedia('(max-width: 899px)');
const listeners = [];
let active = 'template';

/** Calls `listener` with the name of a part whenever it comes into view. */
export const onShown = (listener) => listeners.push(listener);

/** Whether a part is in view. */
export const isShown = (name) => shown[GROUPS[name]] === name && (!narrow.matches || active === name);

/** Whether there is room for one part only. */
export const isNarrow = () => narrow.matches;

/** Brings a part into view. Who is told of it fills it, unless `isTold` is false. */
export function show(name, { isTold = true } = {}) {
  shown[GROUPS[name]] = name;
  active = name;
  render();
  document.querySelector(`#panes [data-pane=${name}]`).scrollIntoView({ block: 'nearest', inline: 'nearest' });
  if (isTold) {
    listeners.forEach((it) => it(name));
  }
}

function render() {
  for (const name of NAMES) {
    document.getElementById(name).hidden = shown[GROUPS[name]] !== name;
  }
  document.body.dataset.group = GROUPS[active];
  for (const tab of document.querySelectorAll('[role=tab]')) {
    const name = tab.dataset.pane;
    const isSelected = tab.parentElement.id === 'panes' ? active === name : shown[GROUPS[name]] === name;
    tab.setAttribute('aria-selected', String(isSelected));
    tab.tabIndex = isSelected ? 0 : -1;
  }
}

/** Puts the focus into a part. */
export function focus(name) {
  const pane = document.getElementById(name);
  const editor = pane.querySelector('.editor');
  const able = [...pane.querySelectorAll('button, a, select, [tabindex="0"]')].find((it) => it.offsetParent !== null);
  const first = pane.tabIndex === 0 ? pane : able;
  const target = editor?.shadowRoot?.querySelector('.cm-content') ?? first ?? pane;
  if (target === pane && !first) {
    pane.tabIndex = -1;
  }
  target.focus();
}

/** The part that has the focus. */
function focused() {
  return NAMES.find((it) => document.getElementById(it).contains(document.activeElement)) ?? active;
}

export function startPanes() {
  for (const list of document.querySelectorAll('[role=tablist]')) {
    const tabs = [...list.querySelectorAll('[role=tab]')];
    list.addEventListener('click', ({ target }) => {
      const tab = target.closest('[role=tab]');
      if (tab) {
        show(tab.dataset.pane);
      }
    });
    list.addEventListener('keydown', (event) => {
      const at = tabs.indexOf(document.activeElement);
      const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 };
      if (at >= 0 && event.key in steps) {
        const tab = tabs[(steps[event.key] + tabs.length) % tabs.length];
        show(tab.dataset.pane);
        tab.focus();
        event.preventDefault();
      }
    });
  }
  addEventListener('keydown', (event) => {
    if (event.key === 'F6' && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const step = event.shiftKey ? NAMES.length - 1 : 1;
      const next = NAMES[(NAMES.indexOf(focused()) + step) % NAMES.length];
      show(next);
      focus(next);
      event.preventDefault();
    }
  });
  narrow.addEventListener('change', () => NAMES.filter(isShown).forEach((name) => listeners.forEach((it) => it(name))));
  render();
}
