// Elements. Text goes in as text alone: nothing that a template says becomes markup.

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** Makes an element with properties, attributes (`aria-…`, `data-…`, `role`, `scope`), and children. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      made.addEventListener(key.slice(2), value);
    } else if (key.includes('-') || key === 'role' || key === 'scope') {
      made.setAttribute(key, value);
    } else {
      made[key] = value;
    }
  }
  made.append(...children.flat().filter((it) => it !== undefined && it !== null && it !== false));
  return made;
}

/** "1 error", "2 errors". */
export const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;
