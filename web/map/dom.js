/**
 * Building page elements from plain data. Text always goes in as text nodes, so nothing that comes from
 * the API can become markup. It must never touch innerHTML. Read next: cards.js.
 */

/** The element with this id; the page is broken without it, so a missing one throws. */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}

/**
 * Makes an element. `attributes` become attributes, except functions, which become listeners named after
 * the key (`click`), and `true` / `false` / null, which set or leave out a bare attribute.
 * Children are elements or strings; null and empty strings are skipped.
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** Replaces everything inside `parent`. */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter(Boolean));
}

/** Whether the person asked their system for less movement. */
export function wantsLessMotion() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Calls `act` once, `wait` milliseconds after the last call. `cancel()` drops a call still waiting. */
export function debounce(act, wait) {
  let timer = 0;
  const later = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}
