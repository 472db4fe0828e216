// A box to write in: it keeps what is typed, grows with it, and says when it is too long.
import { fill, h, newId } from "./dom.js";

const MAX = 10_000;
const TELL_FROM = 9_000;

export class TextBox {
  /** `draft` keeps the text; without one (a short form) it is gone when the form closes. */
  constructor(app, { label, hint, draft = null, text = "", max = MAX, rows = 3 }) {
    const id = newId("text");
    this.words = app.words;
    this.max = max;
    this.draft = draft;
    this.area = h("textarea", { id, rows, dir: "auto", "aria-describedby": `${id}-hint` });
    this.area.value = draft?.text || text;
    this.area.addEventListener("input", () => this.#typed());
    this.counter = h("span.counter", { "aria-live": "polite" });
    this.hint = h("span", { id: `${id}-hint` }, hint);
    this.element = h("div.box", {}, h("label", { for: id }, label), this.area);
    this.help = h("p.help", {}, this.hint, this.counter);
    this.#count();
  }

  /** The text; null, and the box says why, where it cannot be sent. */
  get text() {
    const text = this.area.value.trim();
    this.area.setAttribute("aria-invalid", String(!text || this.isTooLong));
    if (text && !this.isTooLong) return text;
    this.area.focus();
    return null;
  }

  // The server counts code points, not half ones.
  get length() {
    return [...this.area.value].length;
  }

  get isTooLong() {
    return this.length > this.max;
  }

  clear() {
    this.area.value = "";
    this.draft?.drop();
    this.#count();
  }

  #typed() {
    this.draft?.keep(this.area.value);
    this.area.removeAttribute("aria-invalid");
    this.#count();
  }

  #count() {
    const near = this.area.value.length > Math.min(TELL_FROM, this.max * 0.9);
    fill(this.counter, near && this.words.t("left", { count: this.max - this.length }));
  }
}
