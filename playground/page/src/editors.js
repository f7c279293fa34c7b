// The editors. Each stands in a shadow root, where its styles are adopted rather than written into the page: so the
// page's policy forbids all others.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import {
  HighlightStyle, bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, Prec, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--code-key)' },
  { tag: [tags.string, tags.special(tags.string), tags.attributeValue], color: 'var(--code-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-value)' },
  { tag: [tags.typeName, tags.tagName, tags.keyword], color: 'var(--code-tag)' },
  { tag: [tags.labelName], color: 'var(--code-tag)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--code-comment)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.bracket, tags.squareBracket, tags.brace], color: 'var(--code-mark)' },
]);

const look = EditorView.theme({
  '&': { height: 'calc(100% - 2px)', marginTop: '2px', fontSize: 'var(--code-size)', backgroundColor: 'var(--paper)', color: 'var(--ink)' },
  // The page shows which editor has the focus, by a line above it.
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '6px 0' },
  '.cm-gutters': { backgroundColor: 'var(--paper)', color: 'var(--faint)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter': { backgroundColor: 'var(--line)' },
  '.cm-linked': { backgroundColor: 'var(--linked)', borderRadius: '2px' },
  '.cm-linked-line': { boxShadow: 'inset 2px 0 0 var(--accent)' },
  '.cm-content ::selection, .cm-content::selection, .cm-line::selection': { backgroundColor: 'var(--selection)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--linked)' },
  '.cm-searchMatch': { backgroundColor: 'var(--found)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--linked)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--line)', border: 'none', color: 'var(--quiet)', padding: '0 4px' },
  '.cm-foldGutter .cm-gutterElement': { color: 'var(--faint)', cursor: 'pointer' },
  '.cm-lint-marker': { width: '0.8em', height: '0.8em' },
  '.cm-gutter-lint': { width: '1.2em' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0.22em 0 0 0.15em' },
  '.cm-lint-marker-error, .cm-lint-marker-warning': { content: 'none', borderRadius: '50%', width: '0.62em', height: '0.62em' },
  '.cm-lint-marker-error': { backgroundColor: 'var(--error)' },
  '.cm-lint-marker-warning': { backgroundColor: 'var(--warning)', borderRadius: '2px' },
  '.cm-lintRange': { backgroundImage: 'none', textDecoration: 'underline wavy 1px', textUnderlineOffset: '3px', textDecorationSkipInk: 'none' },
  '.cm-lintRange-error': { textDecorationColor: 'var(--error)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--warning)' },
  '.cm-lintRange-active': { backgroundColor: 'var(--linked)' },
  '.cm-lintPoint::after': { bottom: '-2px' },
  '.cm-lintPoint-error::after': { borderBottomColor: 'var(--error)' },
  '.cm-lintPoint-warning::after': { borderBottomColor: 'var(--warning)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)', color: 'var(--ink)', border: '1px solid var(--edge)', borderRadius: '6px',
    boxShadow: 'var(--shadow)', fontFamily: 'var(--sans)', fontSize: '13px', maxWidth: 'min(560px, 90vw)', overflow: 'hidden',
  },
  '.cm-diagnostic': { padding: '8px 12px', borderLeft: 'none', whiteSpace: 'normal', margin: '0' },
  '.cm-diagnostic + .cm-diagnostic': { borderTop: '1px solid var(--edge)' },
  '.cm-diagnostic code': { fontFamily: 'var(--mono)', fontSize: '12px', backgroundColor: 'var(--line)', padding: '1px 4px', borderRadius: '3px' },
  '.cm-diagnosticAction': {
    font: 'inherit', fontSize: '12px', color: 'var(--accent-ink)', backgroundColor: 'var(--accent)', border: 'none',
    borderRadius: '4px', padding: '3px 8px', margin: '6px 6px 0 0', cursor: 'pointer',
  },
  '.cm-diagnosticSource': { fontSize: '11px', opacity: '1', color: 'var(--quiet)', marginTop: '4px' },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--ink)', fontFamily: 'var(--sans)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--edge)' },
  '.cm-panel input, .cm-panel button': { font: 'inherit', fontSize: '12px' },
  '.cm-textfield': { backgroundColor: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--edge)', borderRadius: '4px' },
  '.cm-button': { backgroundImage: 'none', backgroundColor: 'var(--line)', color: 'var(--ink)', border: '1px solid var(--edge)', borderRadius: '4px' },
});

/** Marks the places that belong to the cursor on the other side. */
const setLinked = StateEffect.define();
const linkedPart = Decoration.mark({ class: 'cm-linked' });
const linkedLine = Decoration.line({ class: 'cm-linked-line' });
const linked = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = transaction.docChanged ? marks.map(transaction.changes) : marks;
    for (const effect of transaction.effects) {
      if (effect.is(setLinked)) {
        next = Decoration.set(decorations(effect.value, transaction.state.doc), true);
      }
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Most lines that are marked beside one place. */
const MOST_LINES = 2_000;

function decorations(ranges, text) {
  const found = [];
  for (const { from, to } of ranges) {
    const [start, end] = [Math.min(from, text.length), Math.min(to, text.length)];
    const first = text.lineAt(start);
    const last = text.lineAt(Math.max(start, end - 1));
    if (first.number === last.number && start < end) {
      found.push(linkedPart.range(start, end));
    }
    for (let number = first.number; number <= Math.min(last.number, first.number + MOST_LINES); number++) {
      found.push(linkedLine.range(text.line(number).from));
    }
  }
  return found;
}

/** Says that the page made a change, and not the user. */
const byPage = Annotation.define();

const language = (text) => (/^\s*[{[]/.test(text) ? json() : yaml());

/** An editor in a shadow root of `parent`. */
export class Editor {
  #language = new Compartment();
  #isJson = false;

  /** `onEdit` is told of new texts of the user, `onMove` of places of the user's cursor. */
  constructor({ parent, label, readOnly = false, lint = false, keys = [], onEdit, onMove }) {
    const root = parent.attachShadow({ mode: 'open' });
    const extensions = [
      Prec.high(keymap.of(keys)),
      lineNumbers(),
      lint ? lintGutter({ hoverTime: 200 }) : [],
      foldGutter({ openText: '▾', closedText: '▸' }),
      highlightSpecialChars(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      bracketMatching(),
      search({ top: false }),
      syntaxHighlighting(colours),
      look,
      linked,
      this.#language.of(yaml()),
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
      EditorState.readOnly.of(readOnly),
      indentUnit.of('  '),
      readOnly ? [] : [history(), indentOnInput(), keymap.of([...historyKeymap, indentWithTab])],
      keymap.of([...lintKeymap, ...searchKeymap, ...foldKeymap, ...defaultKeymap]),
      EditorView.updateListener.of((update) => {
        const isOwn = update.transactions.some((it) => it.annotation(byPage));
        if (update.docChanged && !isOwn) {
          this.#setLanguage(update.state.doc.sliceString(0, 200));
          onEdit?.(update.state.doc);
        }
        if ((update.selectionSet || update.focusChanged) && !isOwn && update.view.hasFocus) {
          onMove?.(update.state.selection.main.head);
        }
      }),
    ];
    this.view = new EditorView({ parent: root, root, state: EditorState.create({ extensions }) });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  get cursor() {
    return this.view.state.selection.main.head;
  }

  /** The line of an offset. */
  line(at) {
    return this.view.state.doc.lineAt(Math.min(at, this.view.state.doc.length));
  }

  #setLanguage(start) {
    const isJson = /^\s*[{[]/.test(start);
    if (isJson !== this.#isJson) {
      this.#isJson = isJson;
      this.view.dispatch({ effects: this.#language.reconfigure(language(start)), annotations: byPage.of(true) });
    }
  }

  /** Puts a text in. What is the same stays in its place, and so does what is seen of it. */
  setText(text, { isNew = false } = {}) {
    const old = this.text;
    if (old !== text) {
      let from = 0;
      const least = Math.min(old.length, text.length);
      while (from < least && old.charCodeAt(from) === text.charCodeAt(from)) {
        from++;
      }
      let same = 0;
      while (same < least - from && old.charCodeAt(old.length - 1 - same) === text.charCodeAt(text.length - 1 - same)) {
        same++;
      }
      this.view.dispatch({
        changes: { from, to: old.length - same, insert: text.slice(from, text.length - same) },
        annotations: byPage.of(true),
      });
    }
    this.#setLanguage(text.slice(0, 200));
    if (isNew) {
      this.view.dispatch({ selection: { anchor: 0 }, effects: EditorView.scrollIntoView(0), annotations: byPage.of(true) });
    }
  }

  /** Makes edits, as the user could have made them. */
  edit(edits) {
    this.view.dispatch({ changes: edits, userEvent: 'input.fix', scrollIntoView: edits.length === 1 });
  }

  #isInView(at) {
    const { top, bottom } = this.view.scrollDOM.getBoundingClientRect();
    const place = at <= this.view.state.doc.length && this.view.coordsAtPos(at);
    return place && place.top >= top && place.bottom <= bottom;
  }

  /** Marks places, and brings the first into view where none is. */
  link(ranges) {
    if (ranges.length === 0 && this.view.state.field(linked).size === 0) {
      return;
    }
    const effects = [setLinked.of(ranges)];
    if (ranges.length > 0 && !ranges.some((it) => this.#isInView(it.from))) {
      const at = Math.min(ranges[0].from, this.view.state.doc.length);
      effects.push(EditorView.scrollIntoView(at, { y: 'start', yMargin: this.view.scrollDOM.clientHeight / 4 }));
    }
    this.view.dispatch({ effects, annotations: byPage.of(true) });
  }

  /** Goes to a place, with the focus. */
  go(at) {
    const anchor = Math.min(at, this.view.state.doc.length);
    this.view.focus();
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
  }

  /** The offset of a line and column, both from 1; columns count characters. */
  offset(line, column) {
    const text = this.view.state.doc;
    const found = text.line(Math.max(1, Math.min(line, text.lines)));
    const before = [...found.text].slice(0, column - 1).join('');
    return found.from + before.length;
  }
}
