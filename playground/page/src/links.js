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

  /** What comes from the innermost place of the template around an offset, on a line of it. */
  toExpansion(offset, line) {
    const place = innermost(this.#links.map((it) => it.from), offset, line);
    if (!place) {
      return [];
    }
    const found = this.#links.filter((it) => it.from.from === place.from && it.from.to === place.to);
    return found.slice(0, MOST).map((it) => it.to);
  }

  /** The places of the template that the innermost part of the expansion around an offset, on a line of it, comes from. */
  toSource(offset, line) {
    const place = innermost(this.#links.map((it) => it.to), offset, line);
    return place ? this.#links.filter((it) => it.to.from === place.from && it.to.to === place.to).map((it) => it.from) : [];
  }
}

/**
 * The shortest range around an offset. Where that is longer than the line, but others begin on the line, the last of them
 * is meant: the cursor stands behind it, or before.
 */
function innermost(ranges, offset, line) {
  let around = null;
  let beside = null;
  for (const it of ranges) {
    if (it.from <= offset && offset <= it.to && (!around || it.to - it.from < around.to - around.from)) {
      around = it;
    }
    if (line.from <= it.from && it.from < line.to && (!beside || it.from > beside.from)) {
      beside = it;
    }
  }
  const isWithin = around && line.from <= around.from && around.to <= line.to;
  return isWithin ? around : (beside ?? around);
}
