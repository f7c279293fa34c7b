// What was found: in the editor, and in a list. A click makes a fix.
import { setDiagnostics } from '@codemirror/lint';
import { byId, count, element } from './dom.js';
import { inline } from './markdown.js';

/** Most findings that are listed. */
const MOST = 500;

export class Findings {
  #source;
  #onRule;
  #isCurrent;
  #shown = [];

  /** `isCurrent` says whether the findings are those of the text; `onRule` is told the name of a rule to explain. */
  constructor({ source, onRule, isCurrent }) {
    this.#source = source;
    this.#onRule = onRule;
    this.#isCurrent = isCurrent;
  }

  /** What is under the cursor. */
  at(offset) {
    return this.#shown.filter((it) => it.from <= offset && offset <= it.to);
  }

  show(findings) {
    this.#shown = findings;
    const { view } = this.#source;
    const length = view.state.doc.length;
    const diagnostics = findings.slice(0, MOST).map((it) => ({
      from: Math.min(it.from, length),
      to: Math.min(it.to, length),
      severity: it.severity,
      source: it.rule,
      message: it.message,
      renderMessage: () => this.#message(it),
      actions: it.actions.filter((action) => action.isFix).map((action) => ({ name: action.title.replaceAll('`', ''), apply: () => this.#make(action) })),
    }));
    view.dispatch(setDiagnostics(view.state, diagnostics));
    this.#list(findings);
    for (const it of document.querySelectorAll('.count')) {
      it.textContent = String(findings.length);
      it.hidden = findings.length === 0;
      it.classList.toggle('grave', findings.some((finding) => finding.severity === 'error'));
    }
    byId('fix-all').hidden = !findings.some((it) => it.actions.some((action) => action.isFix));
  }

  /** Fixes what the cursor stands on; whether there was something. */
  fixAt(offset) {
    const line = this.#source.view.state.doc.lineAt(offset);
    const near = [...this.at(offset), ...this.#shown.filter((it) => it.from <= line.to && it.to >= line.from)];
    const action = near.flatMap((it) => it.actions).find((it) => it.isFix);
    return action ? this.#make(action) : false;
  }

  #make(action) {
    if (!this.#isCurrent()) {
      return false;
    }
    this.#source.edit(action.edits);
    return true;
  }

  #message(finding) {
    return element('div', {}, inline(finding.message), finding.help && [element('br'), 'help: ', ...inline(finding.help)]);
  }

  #list(findings) {
    const list = byId('findings');
    const hadFocus = list.contains(document.activeElement);
    if (findings.length === 0) {
      list.replaceChildren(element('p', { className: 'empty' }, 'Nothing is wrong with this template.'));
    } else {
      const rows = findings.slice(0, MOST).map((it) => this.#row(it));
      const more = findings.length - MOST;
      list.replaceChildren(
        element('ol', { className: 'findings' }, rows),
        more > 0 ? element('p', { className: 'empty' }, `and ${count(more, 'more finding')}`) : '',
      );
    }
    if (hadFocus) {
      (list.querySelector('button') ?? byId('source').shadowRoot.querySelector('.cm-content')).focus();
    }
  }

  #row(finding) {
    const go = (at) => () => this.#source.go(at);
    const related = finding.related.map((it) =>
      element('li', {}, element('button', { type: 'button', className: 'place', onclick: go(it.from) }, `line ${it.line}`), ' ', inline(it.message)),
    );
    const actions = finding.actions.map((it) =>
      element('button', { type: 'button', className: it.isFix ? 'small fix' : 'small quiet', onclick: () => this.#make(it) }, inline(it.title)),
    );
    return element(
      'li',
      { className: finding.severity },
      element('span', { className: 'sign', role: 'img', 'aria-label': finding.severity }),
      element(
        'div',
        {},
        element('p', {}, element('button', { type: 'button', className: 'message', onclick: go(finding.from) }, inline(finding.message))),
        finding.help && element('p', { className: 'help' }, inline(finding.help)),
        related.length > 0 && element('ul', {}, related),
        element(
          'p',
          { className: 'about' },
          element('span', { className: 'place' }, `${finding.line}:${finding.column}`),
          element('button', { type: 'button', className: 'rule', title: 'Explain this rule', onclick: () => this.#onRule(finding.rule) }, finding.rule),
          actions,
        ),
      ),
    );
  }
}
