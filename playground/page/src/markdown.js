// The little Markdown that samc writes, as elements. Text goes in as text alone, and links lead to https alone.
import { element } from './dom.js';

const INLINE = /(`+)(.+?)\1(?!`)|\*\*(.+?)\*\*|\[([^\]]+)\]\((https:\/\/[^\s)]+)\)|(<br>)|\\([\\|`*_[\]<>])/g;

/** What stands in a line, as nodes. */
export function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [, , code, bold, label, address, line, escaped] = match;
    if (code !== undefined) {
      const padded = code.length > 2 && code.startsWith(' ') && code.endsWith(' ') && code.includes('`');
      nodes.push(element('code', {}, (padded ? code.slice(1, -1) : code).replaceAll('\\|', '|')));
    } else if (bold !== undefined) {
      nodes.push(element('strong', {}, inline(bold)));
    } else if (label !== undefined) {
      nodes.push(element('a', { href: address, target: '_blank', rel: 'noreferrer noopener' }, inline(label)));
    } else if (line !== undefined) {
      nodes.push(element('br'));
    } else {
      nodes.push(escaped);
    }
  }
  nodes.push(text.slice(end));
  return nodes.filter((it) => it !== '');
}

/** The cells of a row of a table. */
function cells(line) {
  const found = [''];
  let isEscaped = false;
  for (const it of line.trim().replace(/^\|/, '').replace(/\|$/, '')) {
    if (it === '|' && !isEscaped) {
      found.push('');
    } else {
      found[found.length - 1] += it;
    }
    isEscaped = it === '\\' && !isEscaped;
  }
  return found.map((it) => it.trim());
}

const BAD = 'This is reported';
const GOOD = 'This is right';
const CAPTIONS = new Map([['yaml bad', BAD], ['yaml good', GOOD]]);

/** A whole text, as nodes. */
export function blocks(text) {
  return parse(text.split('\n'));
}

function parse(lines) {
  const nodes = [];
  let at = 0;
  const take = (test) => {
    const taken = [];
    while (at < lines.length && test(lines[at])) {
      taken.push(lines[at++]);
    }
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at];
    const fence = /^```(.*)$/.exec(line);
    const heading = /^(#+) (.*)$/.exec(line);
    if (line.trim() === '') {
      at++;
    } else if (fence) {
      at++;
      const code = take((it) => !it.startsWith('```')).join('\n');
      at++;
      const info = fence[1].trim();
      const caption = CAPTIONS.get(info) ?? (/^yaml (\S+)$/.exec(info)?.[1]);
      if (caption) {
        nodes.push(element('p', { className: 'caption' }, caption));
      }
      nodes.push(element('pre', { tabIndex: 0 }, element('code', {}, code)));
    } else if (heading) {
      at++;
      nodes.push(element(heading[1].length < 4 ? 'h3' : 'h4', {}, inline(heading[2])));
    } else if (line.startsWith('> ')) {
      const quoted = take((it) => it.startsWith('>')).map((it) => it.replace(/^> ?/, ''));
      const isWarning = /^\[!(WARNING|CAUTION)\]$/.test(quoted[0]);
      nodes.push(element('blockquote', { className: isWarning ? 'grave' : '' }, parse(isWarning ? quoted.slice(1) : quoted)));
    } else if (line === '<details>') {
      at++;
      const summary = /^<summary>(.*)<\/summary>$/.exec(lines[at] ?? '');
      at += summary ? 1 : 0;
      const within = parse(take((it) => it !== '</details>'));
      at++;
      nodes.push(element('details', {}, element('summary', {}, inline(summary?.[1] ?? 'More')), within));
    } else if (line.startsWith('|') && /^\|[-:| ]+\|$/.test(lines[at + 1] ?? '')) {
      const [head, , ...rows] = take((it) => it.startsWith('|'));
      nodes.push(table(cells(head), rows.map(cells)));
    } else if (/^[-*] /.test(line)) {
      const items = [];
      for (const it of take((it) => /^([-*] | {2,}\S)/.test(it))) {
        if (/^[-*] /.test(it)) {
          items.push(it.slice(2));
        } else {
          items[items.length - 1] += ` ${it.trim()}`;
        }
      }
      nodes.push(element('ul', {}, items.map((it) => element('li', {}, inline(it)))));
    } else {
      const prose = take((it) => it.trim() !== '' && !/^(```|#+ |> |\||[-*] |<details>)/.test(it));
      // A line that looks like the start of something else, but is none.
      nodes.push(element('p', {}, inline((prose.length ? prose : [lines[at++]]).join(' '))));
    }
  }
  return nodes;
}

/** A table of Markdown cells. */
function table(head, rows) {
  const row = (name, line) => element('tr', {}, line.map((it) => element(name, name === 'th' ? { scope: 'col' } : {}, inline(it))));
  return element(
    'div',
    { className: 'table' },
    element('table', {}, element('thead', {}, row('th', head)), element('tbody', {}, rows.map((it) => row('td', it)))),
  );
}
