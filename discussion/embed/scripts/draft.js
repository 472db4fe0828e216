// What somebody is writing, kept in this tab until it is posted, with the key that makes a second
// try of the same text the same request.

export class Draft {
  #place;
  #state;

  /** `about` names the article, `place` the comment that is answered or edited. */
  constructor(about, place) {
    this.#place = `discussion:draft:${about}:${place}`;
    this.#state = read(this.#place);
  }

  get text() {
    return this.#state.text ?? "";
  }

  /** Keep the text as it now is; another text is another request. */
  keep(text) {
    if (text === this.#state.text) return;
    this.#state = { text };
    this.#write();
  }

  /** The Idempotency-Key of this text: the same until the text changes or is posted. */
  get key() {
    if (!this.#state.key) {
      this.#state.key = newKey();
      this.#write();
    }
    return this.#state.key;
  }

  drop() {
    this.#state = {};
    this.#write();
  }

  #write() {
    try {
      if (this.#state.text) sessionStorage.setItem(this.#place, JSON.stringify(this.#state));
      else sessionStorage.removeItem(this.#place);
    } catch {
      // Storage is switched off or full: the text is still in its box.
    }
  }
}

// `crypto.randomUUID` is there in secure contexts alone.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read(place) {
  try {
    return JSON.parse(sessionStorage.getItem(place)) ?? {};
  } catch {
    return {};
  }
}
