// The form that posts a comment or a reply, or says how one comes to it.
import { h, newId } from "./dom.js";
import { Draft } from "./draft.js";
import { form } from "./form.js";
import { post } from "./posting.js";
import { TextBox } from "./textbox.js";

export class Composer {
  #app;
  #parent;
  #posted;
  #box = null;
  #name = null;
  #advice = h("div.advice", { tabindex: "-1", hidden: true });

  /** `parent` is the view of the comment that is answered; `closed` ends a reply unsent. */
  constructor(app, { parent = null, posted, closed }) {
    this.#app = app;
    this.#parent = parent;
    this.#posted = posted;
    const { reader, article } = app;
    this.element =
      reader.token || article.rules.guests ? this.#form(closed) : this.#invitation(closed);
  }

  #form(closed) {
    const { words, article, reader } = this.#app;
    const to = this.#parent?.comment;
    const label = to ? words.t("your-reply", { name: to.author.display_name }) : words.t("yours");
    const draft = new Draft(article.name, to?.id ?? "");
    this.#box = new TextBox(this.#app, { label, hint: words.t("hint"), draft });
    const name = reader.token ? this.#signature() : this.#nameField();
    const cancel =
      closed &&
      (() => {
        draft.drop();
        closed();
      });
    const asked = { send: () => this.#send(), sendLabel: words.t("post"), cancel, leave: closed };
    return form(words, asked, name, this.#box.element, this.#advice, this.#box.help);
  }

  #nameField() {
    const { words } = this.#app;
    const id = newId("name");
    this.#name = h("input", { id, maxlength: 40, autocomplete: "nickname", dir: "auto" });
    return h("div.box", {}, h("label", { for: id }, words.t("name")), this.#name);
  }

  #signature() {
    const { words, reader } = this.#app;
    return reader.name && h("p.signature", {}, words.t("as", { name: reader.name }));
  }

  /** A guest chooses a name once. */
  #nameTaken() {
    if (!this.#name || !this.#app.reader.token) return;
    this.#name.parentElement.replaceWith(this.#signature());
    this.#name = null;
  }

  async #send() {
    const text = this.#box.text;
    if (text === null) return;
    const name = this.#name?.value.trim();
    if (this.#name && !name) return void this.#name.focus();
    const comment = await post(this.#app, {
      text,
      parentId: this.#parent?.comment.id,
      key: this.#box.draft.key,
      guestName: name,
      advise: (advice) => this.#advise(advice),
    }).finally(() => this.#nameTaken());
    if (!comment) return;
    this.#box.clear();
    this.#advise(null);
    this.#posted(comment);
  }

  /** Show what the text may break, or nothing; whoever posts it again means it. */
  #advise(advice) {
    this.#advice.hidden = !advice;
    this.#advice.replaceChildren(...(advice ?? []));
    if (advice) this.#advice.focus();
  }

  #invitation(closed) {
    const { words, article, options, emit } = this.#app;
    const said = h("p", {}, words.t("sign-in-to", { site: article.rules.site.name }));
    const ask = () => {
      if (emit("login") && options.loginUrl) location.assign(options.loginUrl);
    };
    const button = options.loginUrl && h("button.main", { onclick: ask }, words.t("sign-in"));
    const close = closed && h("button.plain", { onclick: closed }, words.t("cancel"));
    return h("div.notice", {}, said, (button || close) && h("div.row", {}, button, close));
  }
}
