// Which part of the expansion comes from which place of the template.

/** Most places that are marked at once. */
const MOST = 400;

export class Links {
  #links;

  /** Four numbers for each: from where to where in the expansion, and in the template. */
  constructor(numbers) {
    this.#links = [];
    for (let at = 0; at < numbers.length; at += 4) {
      this.#links.push({ to: { from: numbers[at], to: numbers[at + 1] }, from: { from: numbers[at + 2], to: numbers[at + 3] } });
    }
  }

  /** What comes from the innermost place of the template around an offset. */
  toExpansion(offset) {
    const place = innermost(this.#links.map((it) => it.from), offset);
    if (!place) {
      return [];
    }
    const found = this.#links.filter((it) => it.from.from === place.from && it.from.to === place.to);
    return found.slice(0, MOST).map((it) => it.to);
  }

  /** The place of the template that the innermost part of the expansion around an offset comes from. */
  toSource(offset) {
    const place = innermost(this.#links.map((it) => it.to), offset);
    return place ? this.#links.filter((it) => it.to === place).map((it) => it.from) : [];
  }
}

/** The shortest range around an offset; the first of those that are as short. */
function innermost(ranges, offset) {
  let best = null;
  for (const it of ranges) {
    if (it.from <= offset && offset <= it.to && (!best || it.to - it.from < best.to - best.from)) {
      best = it;
    }
  }
  return best;
}
