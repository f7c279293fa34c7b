// The page: a template goes to the compiler on every edit, and what comes back is shown.
import { Compiler, Failure } from './compiler.js';
import { byId, count, element } from './dom.js';
import { Editor } from './editors.js';
import { EXAMPLES } from './examples.js';
import { Explain } from './explain.js';
import { Findings } from './findings.js';
import { Flow } from './flow.js';
import { Links } from './links.js';
import { blocks } from './markdown.js';
import { focus, isNarrow, isShown, onShown, show, startPanes } from './panes.js';
import { fromHash, toHash } from './share.js';
import { startTheme } from './theme.js';

const SESSION = 'samc-text';

/** What the page shows: the template that was compiled last, and what is to come. */
const state = { version: 0, compiled: -1, isBusy: false, links: new Links([]), old: '', drawn: -1, compared: '', said: '' };
let compiler;

const isCurrent = () => state.compiled === state.version;

const source = new Editor({
  parent: byId('source'),
  label: 'Template',
  lint: true,
  keys: [
    { key: 'Mod-Enter', run: () => goToExpansion(source.cursor) },
    { key: 'Mod-.', run: (view) => findings.fixAt(view.state.selection.main.head) },
  ],
  onEdit: () => edited(),
  onMove: (at) => atSource(at),
});
const expansion = new Editor({
  parent: byId('document'),
  label: 'Expansion',
  readOnly: true,
  keys: [
    { key: 'Mod-Enter', run: () => goToSource(expansion.cursor) },
    { key: 'Enter', run: () => goToSource(expansion.cursor) },
  ],
  onMove: (at) => atExpansion(at),
});
const old = new Editor({ parent: byId('old'), label: 'Older template', onEdit: () => compare() });

const findings = new Findings({ source, onRule: explainRule, isCurrent });
const explain = new Explain({
  onRule: explainRule,
  goSource: (line, column) => {
    show('template');
    source.go(source.offset(line, column));
  },
  goResource: (id) => {
    const at = expansion.text.search(new RegExp(`^ +"?${id.replace(/[^A-Za-z0-9]/g, '\\$&')}"?:`, 'm'));
    if (at >= 0) {
      show('expansion');
      expansion.go(at + expansion.text.slice(at).search(/\S/));
    }
  },
});
const flow = new Flow({
  onChosen: ({ from }) => {
    show('template');
    source.go(from);
  },
});

/** Says something in the line at the foot. */
function say(text, isGrave = false) {
  byId('state').textContent = text;
  byId('state').classList.toggle('grave', isGrave);
}

/** Asks the compiler; null when there is no answer, which the page then says. */
async function ask(request) {
  try {
    return await compiler.ask(request);
  } catch (error) {
    if (!(error instanceof Failure)) {
      throw error;
    }
    state.compiled = -1;
    say(`${error.message}. It goes on with the next edit.`, true);
    return null;
  }
}

/** The user has changed the text. */
function edited() {
  state.version++;
  if (location.hash) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  byId('example').value = '';
  keep();
  compile();
}

/** Keeps the text in this tab, for when it is loaded again. */
function keep() {
  try {
    sessionStorage.setItem(SESSION, source.text);
  } catch {
    // There is no room for it, or none is wanted.
  }
}

/** Compiles the text; what is typed meanwhile is compiled next, as a whole. */
async function compile() {
  if (!compiler || state.isBusy) {
    return;
  }
  state.isBusy = true;
  let isDone = false;
  while (!isDone) {
    const { version } = state;
    const start = performance.now();
    const text = source.text;
    const answer = await ask({ method: 'open', text, format: byId('format').value, seconds: Math.floor(Date.now() / 1000) });
    isDone = version === state.version;
    if (answer && isDone) {
      state.compiled = version;
      showOpened(answer.ok);
      await Promise.all([draw(), compare()]);
      performance.measure('edit', { start, end: performance.now(), detail: { compiler: answer.milliseconds } });
      const { length } = answer.ok.findings;
      const errors = answer.ok.findings.filter((it) => it.severity === 'error').length;
      const words = length === 0 ? 'Nothing found' : [errors && count(errors, 'error'), length - errors && count(length - errors, 'warning')].filter(Boolean).join(', ');
      say(`${words}. Compiled in ${Math.max(1, Math.round(answer.milliseconds))} ms.`);
    }
  }
  state.isBusy = false;
}

function showOpened(opened) {
  findings.show(opened.findings);
  const lines = source.view.state.doc.lines;
  byId('size').textContent = count(lines, 'line');
  const pane = byId('expansion');
  pane.classList.toggle('stale', !opened.expansion);
  if (opened.expansion) {
    state.links = new Links(opened.expansion.links);
    expansion.setText(opened.expansion.text);
    byId('expansion-note').textContent = count(expansion.view.state.doc.lines - 1, 'line');
  } else {
    state.links = new Links([]);
    const errors = opened.findings.filter((it) => it.severity === 'error').length;
    const before = expansion.text ? ' This was the expansion before.' : '';
    byId('expansion-note').textContent = `Not expanded: ${count(errors, 'error')}.${before}`;
  }
  if (source.view.hasFocus) {
    atSource(source.cursor);
  } else {
    expansion.link([]);
    source.link([]);
  }
}

/** The event flow, when it is in view. */
async function draw() {
  if (!isShown('flow') || !isCurrent() || state.drawn === state.version) {
    return;
  }
  const { version } = state;
  const answer = await ask({ method: 'graph' });
  if (answer && version === state.version) {
    state.drawn = version;
    answer.ok ? flow.show(answer.ok) : flow.say(answer.problem);
  }
}

/** The differences from the older template, when they are in view. */
async function compare() {
  const key = `${state.version} ${old.text}`;
  if (!isShown('diff') || !isCurrent() || state.compared === key) {
    return;
  }
  const { version } = state;
  const answer = await ask({ method: 'diff', old: old.text });
  if (!answer || version !== state.version) {
    return;
  }
  state.compared = key;
  const nodes = answer.ok
    ? answer.ok.isEmpty
      ? [element('p', { className: 'empty' }, 'Nothing differs. Change the template, or the older one.')]
      : // The heading names files, which there are none of here.
        blocks(answer.ok.text.split('\n').filter((it) => !it.startsWith('### ')).join('\n'))
    : [element('p', { className: 'empty' }, answer.problem)];
  byId('difference').replaceChildren(...nodes);
}

/** The cursor stands in the template. */
async function atSource(at) {
  if (!isCurrent()) {
    return;
  }
  expansion.link(state.links.toExpansion(at, source.line(at)));
  source.link([]);
  if (isShown('explain')) {
    await explainSource(at);
  }
}

/** The cursor stands in the expansion. */
async function atExpansion(at) {
  if (!isCurrent()) {
    return;
  }
  source.link(state.links.toSource(at, expansion.line(at)));
  expansion.link([]);
  if (isShown('explain')) {
    const answer = await ask({ method: 'explainExpansion', offset: at });
    if (answer?.ok) {
      explain.expansion(answer.ok);
    }
  }
}

async function explainSource(at) {
  const answer = await ask({ method: 'explain', offset: at });
  if (answer?.ok) {
    explain.source(answer.ok, findings.at(at));
  }
}

async function explainRule(name) {
  const answer = await ask({ method: 'rule', name });
  if (answer?.ok) {
    show('explain', { isTold: false });
    explain.rule(answer.ok);
    focus('explain');
  }
}

function goToExpansion(at) {
  const [place] = state.links.toExpansion(at, source.line(at));
  if (place) {
    show('expansion');
    expansion.go(place.from);
  }
  return true;
}

function goToSource(at) {
  const [place] = state.links.toSource(at, expansion.line(at));
  if (place) {
    show('template');
    source.go(place.from);
  }
  return true;
}

/** Puts a template in, as a new beginning. */
function begin(text, older = text) {
  source.setText(text, { isNew: true });
  old.setText(older, { isNew: true });
  byId('example').value = EXAMPLES.find(([, it]) => it === text)?.[0] ?? '';
  state.version++;
  state.compared = '';
  compile();
}

function startExamples() {
  const select = byId('example');
  select.append(element('option', { value: '' }, 'choose …'), ...EXAMPLES.map(([name]) => element('option', { value: name }, name)));
  select.addEventListener('change', () => {
    const found = EXAMPLES.find(([name]) => name === select.value);
    if (found) {
      history.replaceState(null, '', location.pathname + location.search);
      begin(found[1]);
      keep();
    }
  });
}

function startButtons() {
  byId('share').addEventListener('click', async () => {
    const value = { text: source.text };
    if (old.text !== value.text) {
      value.old = old.text;
    }
    history.replaceState(null, '', await toHash(value));
    const length = location.href.length;
    const isCopied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
    say(`${isCopied ? 'The address is copied' : 'The address of this page'} holds the template: ${count(length, 'character')}.`);
  });
  byId('copy').addEventListener('click', async () => {
    const isCopied = await navigator.clipboard?.writeText(expansion.text).then(() => true, () => false);
    say(isCopied ? 'The expansion is copied.' : 'The browser does not let this page copy.');
  });
  byId('format').addEventListener('change', () => {
    state.version++;
    compile();
  });
  byId('keep').addEventListener('click', () => {
    old.setText(source.text);
    compare();
  });
  byId('fix-all').addEventListener('click', async () => {
    const answer = isCurrent() ? await ask({ method: 'fixes' }) : null;
    if (answer?.ok?.length && isCurrent()) {
      source.edit(answer.ok);
      say(`${count(answer.ok.length, 'place')} changed.`);
    }
  });
  byId('help').addEventListener('click', () => byId('keys').showModal());
  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    document.querySelectorAll('kbd.mod').forEach((it) => {
      it.textContent = '⌘';
    });
  }
}

/** The text that the page begins with: that of the address, that of before a reload, or an example. */
async function firstText() {
  if (location.hash) {
    const shared = await fromHash(location.hash);
    if (shared) {
      return [shared.text, typeof shared.old === 'string' ? shared.old : shared.text];
    }
    state.said = 'The address holds no template that can be read. ';
  }
  try {
    const text = sessionStorage.getItem(SESSION);
    if (text) {
      return [text, text];
    }
  } catch {
    // Nothing is kept.
  }
  return [EXAMPLES[0][1], EXAMPLES[0][1]];
}

async function start() {
  startTheme();
  startPanes();
  startExamples();
  startButtons();
  onShown((name) => {
    source.view.requestMeasure();
    expansion.view.requestMeasure();
    old.view.requestMeasure();
    if (name === 'flow') {
      draw();
    } else if (name === 'diff') {
      compare();
    } else if (name === 'explain' && !isNarrow()) {
      atSource(source.cursor);
    } else if (name === 'explain') {
      explainSource(source.cursor);
    }
  });
  byId('about').textContent = `samc ${SAMC_VERSION}`;
  begin(...(await firstText()));
  addEventListener('hashchange', async () => {
    const shared = await fromHash(location.hash);
    if (shared) {
      begin(shared.text, typeof shared.old === 'string' ? shared.old : shared.text);
    }
  });
  try {
    compiler = await Compiler.started();
  } catch (error) {
    say(`samc cannot be loaded: ${error.message}`, true);
    return;
  }
  await compile();
  performance.mark('ready');
  document.documentElement.dataset.ready = '';
  if (state.said) {
    say(state.said, true);
  }
}

start();
