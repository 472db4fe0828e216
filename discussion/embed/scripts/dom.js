// Elements without markup: whatever comes from the server becomes text.

/**
 * Make an element: `h("button.quiet", { onclick, "aria-label": "…" }, "text", child)`.
 * Attributes that are null or false are left out; strings among the children become text.
 */
export function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...present(children));
  return element;
}

/** Put the children in place of what the element has; empty ones are left out. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children));
}

const present = (children) => children.flat().filter((child) => child || child === 0);

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  like: "M12 20s-7.5-4.6-9-9.2C1.9 7.2 4.2 4.5 7.2 4.5c2 0 3.7 1.1 4.8 2.9 1.1-1.8 2.8-2.9 4.8-2.9 3 0 5.3 2.7 4.2 6.3C19.5 15.4 12 20 12 20z",
  reply: "M10 5 4 11l6 6M4 11h9a7 7 0 0 1 7 7v1",
  more: "M5 12h.01M12 12h.01M19 12h.01",
};

/** A small drawing beside words that say the same. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon ${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

let lastId = 0;

/** An id for labels, once on the page. */
export function newId(what) {
  lastId += 1;
  return `${what}-${lastId}`;
}
