// A comment's text as the server wrote it (`body_html`), read by a grammar as small as what the server
// writes. No parser of HTML ever sees it: what is not on the list is left out, or stays text.

const ALLOWED = {
  div: ["dir"], p: [], br: [], em: [], strong: [], code: [], pre: [],
  blockquote: [], ul: [], ol: ["start"], li: [], a: ["href"],
};
const PIECES = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)\s*\/?>|[^<]+|</gi;
const ATTRIBUTES = /([a-z-]+)="([^"]*)"/gi;
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0", "#39": "'", "#x27": "'" };
const SAFE_LINK = /^https?:\/\//i;

/** Return the fragment as nodes of this document. */
export function safeNodes(html) {
  const top = document.createDocumentFragment();
  const open = [top];
  for (const [piece, isEnd, tag, attributes] of html.matchAll(PIECES)) {
    if (!tag) open.at(-1).append(decoded(piece));
    else if (isEnd) close(open, tag);
    else if (tag in ALLOWED) begin(open, tag, attributes);
  }
  return [...top.childNodes];
}

function begin(open, tag, attributes) {
  const element = document.createElement(tag);
  for (const [, name, value] of attributes.matchAll(ATTRIBUTES)) {
    if (!ALLOWED[tag].includes(name)) continue;
    if (name === "href" && !SAFE_LINK.test(value)) continue;
    element.setAttribute(name, decoded(value));
  }
  if (tag === "a") element.rel = "ugc nofollow noopener noreferrer";
  open.at(-1).append(element);
  if (tag !== "br") open.push(element);
}

function close(open, tag) {
  const place = open.findLastIndex((element) => element.localName === tag);
  if (place > 0) open.length = place;
}

const decoded = (text) => text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole);
