// What is known of what the cursor stands on, on either side, and the pages about rules.
import { byId, count, element } from './dom.js';
import { blocks, inline } from './markdown.js';

const code = (text) => element('code', {}, text);

export class Explain {
  #goSource;
  #goResource;
  #onRule;

  /** `goSource` goes to a line and column of the template, `goResource` to a resource of the expansion. */
  constructor({ goSource, goResource, onRule }) {
    this.#goSource = goSource;
    this.#goResource = goResource;
    this.#onRule = onRule;
    this.#put(element('p', { className: 'empty' }, 'Put the cursor on something, in the template or in the expansion.'));
  }

  #put(...nodes) {
    const panel = byId('explain');
    panel.replaceChildren(...nodes);
    panel.scrollTop = 0;
  }

  /** The page about a rule. */
  rule({ name, text, cfnLint }) {
    this.#put(
      element('h3', {}, code(name)),
      ...blocks(text),
      cfnLint.length > 0 ? element('p', { className: 'quiet' }, `In cfn-lint: ${cfnLint.join(', ')}`) : '',
    );
  }

  /** What stands in the template at the cursor. */
  source({ hover, resource }, findings) {
    const nodes = findings.map((it) =>
      element(
        'p',
        { className: `finding ${it.severity}` },
        element('span', { className: 'sign', role: 'img', 'aria-label': it.severity }),
        element('span', {}, inline(it.message), ' ', element('button', { type: 'button', className: 'rule', onclick: () => this.#onRule(it.rule) }, it.rule)),
      ),
    );
    // The table says the same of a resource, and more; what is left is the link to its documentation.
    const isOfResource = hover && resource && hover.startsWith(`\`${resource.id}\`: `);
    if (hover && !isOfResource) {
      nodes.push(element('div', { className: 'hover' }, blocks(hover)));
    }
    if (resource) {
      nodes.push(...this.#becomes(resource));
    }
    if (isOfResource) {
      nodes.push(...blocks(hover.slice(hover.lastIndexOf('\n\n') + 2)));
    }
    this.#put(...(nodes.length ? nodes : [element('p', { className: 'empty' }, 'Nothing is known of what stands here.')]));
  }

  /** What stands in the expansion at the cursor. */
  expansion({ resource }) {
    if (!resource) {
      this.#put(element('p', { className: 'empty' }, 'This is not part of a resource.'));
      return;
    }
    this.#put(...this.#details(resource.resources[0]));
  }

  /** What a resource of the template becomes. */
  #becomes({ id, type, resources, isWritten }) {
    const rows = resources.map((it) =>
      element(
        'tr',
        {},
        element('td', {}, element('button', { type: 'button', className: 'place', onclick: () => this.#goResource(it.logical_id) }, it.logical_id)),
        element('td', {}, it.type),
        element('td', {}, inline(purpose(it))),
      ),
    );
    const heading = element('h4', {}, code(id), type ? `, ${type}, ` : ' ', `becomes ${count(resources.length, 'resource')}`);
    const own = resources.find((it) => it.logical_id === id);
    return [
      isWritten || rows.length ? heading : '',
      element('div', { className: 'table' }, element('table', {}, element('tbody', {}, rows))),
      own && resources.length ? element('details', {}, element('summary', {}, 'Where the properties of ', code(id), ' come from'), this.#properties(own)) : '',
    ];
  }

  /** A resource of the expansion: what it is there for, and where its properties come from. */
  #details(resource) {
    const causes = resource.causes.map((it) => {
      const part = it.event ? ['event ', code(it.event), ' of '] : it.connector ? ['connector ', code(it.connector), ' of '] : [];
      return element('li', {}, this.#place(it.start), ': ', part, code(it.resource));
    });
    return [
      element('h3', {}, code(resource.logical_id), ', ', resource.type),
      element('p', {}, inline(purpose(resource))),
      element('ul', {}, causes),
      resource.properties.length > 0 ? this.#properties(resource) : '',
    ];
  }

  #properties({ properties }) {
    const rows = properties.map((it) =>
      element('tr', {}, element('th', { scope: 'row' }, code(it.path.join('.'))), element('td', {}, this.#origins(it.from))),
    );
    return element('div', { className: 'table' }, element('table', {}, element('tbody', {}, rows)));
  }

  #origins(from) {
    return from.flatMap((it, at) => {
      const place = it.start ? this.#place(it.start) : 'what was given';
      const [word, ...rest] = it.origin.split(' ');
      const name = rest.join(' ');
      const origins = {
        written: [place],
        derived: ['computed from ', place],
        globals: [code('Globals'), ', ', place],
        parameter: ['parameter ', code(name), ', ', place],
        mapping: ['mapping ', code(name), ', ', place],
        sam: it.event ? ['event ', code(it.event.event), ' of ', code(it.event.resource), ', ', place] : ['SAM'],
      };
      return [at > 0 ? '; ' : '', ...(origins[word] ?? [it.origin])];
    });
  }

  #place({ line, column }) {
    return element('button', { type: 'button', className: 'place', onclick: () => this.#goSource(line, column) }, `line ${line}`);
  }
}

/** What a resource is there for, with the event or connector that asked for it. */
function purpose({ purpose: text, causes }) {
  const event = causes[0]?.event;
  const connector = causes[0]?.connector;
  return text + (event ? `, from event \`${event}\`` : connector ? `, from connector \`${connector}\`` : '');
}
