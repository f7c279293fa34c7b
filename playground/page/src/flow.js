// The event flow. The picture is shown as an image, in which nothing runs and nothing is fetched, whatever a template
// says; buttons over its boxes lead to the template.
import { byId, element } from './dom.js';
import { inline } from './markdown.js';

/** The smallest scale at which names can be read. */
const SMALLEST = 0.5;

export class Flow {
  #onChosen;
  #address = null;
  #isFull = false;
  #drawn = null;

  constructor({ onChosen }) {
    this.#onChosen = onChosen;
    byId('zoom').addEventListener('click', ({ currentTarget }) => {
      this.#isFull = !this.#isFull;
      currentTarget.setAttribute('aria-pressed', String(this.#isFull));
      this.#place();
    });
    new ResizeObserver(() => this.#place()).observe(byId('drawing'));
  }

  /** Says why there is no picture. */
  say(text) {
    this.#forget();
    byId('drawing').replaceChildren(element('p', { className: 'empty' }, text));
  }

  show({ svg, width, height, resources, leftOut, isEmpty }) {
    if (isEmpty) {
      this.say('The template has nothing that sends or receives events.');
      return;
    }
    const old = this.#address;
    this.#address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    const image = element('img', { src: this.#address, alt: 'Event flow of the template', width, height });
    const drop = () => old && URL.revokeObjectURL(old);
    image.addEventListener('load', drop);
    image.addEventListener('error', drop);
    const buttons = resources.map((it) =>
      element('button', {
        type: 'button',
        className: 'box',
        title: `${it.name}, ${it.kind}: go to it`,
        'aria-label': `${it.name}, ${it.kind}`,
        onclick: () => this.#onChosen(it),
      }),
    );
    const picture = element('div', { className: 'picture' }, image, buttons);
    this.#drawn = { picture, image, buttons, areas: resources.map((it) => it.area), width, height };
    const notes = leftOut.map((it) => element('li', {}, 'left out: ', inline(it)));
    if (byId('drawing').contains(document.activeElement)) {
      byId('flow').focus();
    }
    byId('drawing').replaceChildren(picture, notes.length ? element('ul', { className: 'left-out' }, notes) : '');
    this.#place();
  }

  #forget() {
    if (this.#address) {
      URL.revokeObjectURL(this.#address);
      this.#address = null;
    }
    this.#drawn = null;
  }

  /** Fits the picture into its place, or shows it in full size, with the buttons where the boxes are. */
  #place() {
    if (!this.#drawn) {
      return;
    }
    const { picture, image, buttons, areas, width, height } = this.#drawn;
    const room = byId('drawing').clientWidth - 24;
    const scale = this.#isFull || room <= 0 ? 1 : Math.max(SMALLEST, Math.min(1, room / width));
    image.width = width * scale;
    image.height = height * scale;
    picture.style.width = `${width * scale}px`;
    buttons.forEach((button, at) => {
      const [left, top, wide, high] = areas[at].map((it) => `${it * scale}px`);
      Object.assign(button.style, { left, top, width: wide, height: high });
    });
    const zoom = byId('zoom');
    if (width <= room && zoom === document.activeElement) {
      byId('flow').focus();
    }
    zoom.hidden = width <= room;
  }
}
