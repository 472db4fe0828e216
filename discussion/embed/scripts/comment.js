// One comment as it stands in its thread, and the form that is open below it.
import { actsOn } from "./acts.js";
import { Composer } from "./composer.js";
import { fill, h, icon, newId } from "./dom.js";
import { Draft } from "./draft.js";
import { safeNodes } from "./fragment.js";
import { refusalWords } from "./refusals.js";
import { standing } from "./standing.js";

export class CommentView {
  #article;
  #parts = h("div");
  #slot = h("div.slot");
  #list = h("ol.replies");
  #more = h("div");
  #opener = null;

  constructor(app, thread, comment) {
    this.app = app;
    this.thread = thread;
    this.comment = comment;
    this.#article = h("article", { tabindex: "-1" }, this.#parts, this.#slot);
    this.element = h("li.comment", {}, this.#article, this.#list, this.#more);
    this.#show();
    if (new Draft(app.article.name, comment.id).text && this.may.reply) this.reply(null);
  }

  get isOwn() {
    return "body_text" in this.comment;
  }

  get hasReplies() {
    return this.#list.children.length > 0;
  }

  /** What the reader may do here. The server says it in answers to a token; else it is guessed, and
   * the server has the last word. */
  get may() {
    const { can, status, locked } = this.comment;
    const isPublic = status === "published";
    const isKnown = isPublic && Boolean(this.app.reader.token);
    const reply = isPublic && this.app.article.isOpen && !locked;
    return can ?? { reply, report: isKnown, react: isKnown, edit: false, appeal: false };
  }

  /** Take over a newer state. A public answer lacks what is for this reader alone: that stays. */
  update(comment) {
    const before = JSON.stringify(this.comment);
    const { replies } = this.comment;
    this.comment = { ...this.comment, ...comment, replies };
    if (this.comment.muted) this.comment.body_html = null;
    if (JSON.stringify(this.comment) !== before) this.#show();
  }

  /** The comment is gone for good: it leaves the page, and what was focused in it is not lost. */
  vanish() {
    if (this.isOwn) return;
    const hadFocus = this.element.contains(this.element.getRootNode().activeElement);
    const parent = this.thread.viewOf(this.comment.parent_id);
    const next = this.element.nextElementSibling?.querySelector("article");
    this.leave();
    if (hadFocus) next ? next.focus() : parent?.focus();
  }

  /** Take the comment from the page, whoever's it is. */
  leave() {
    this.element.remove();
    this.thread.forget(this.comment.id);
  }

  focus() {
    this.#article.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** Show that this is the comment that the address names. */
  point() {
    this.element.getRootNode().querySelector(".linked")?.classList.remove("linked");
    this.element.classList.add("linked");
    this.#article.focus({ preventScroll: true });
    this.#article.scrollIntoView({ block: "center" });
  }

  showReplies() {
    for (const reply of this.comment.replies.results) this.addReply(reply);
    this.#showMore();
  }

  /** Add a reply in its place: ids grow with time, and replies are read from the oldest on. */
  addReply(comment) {
    if (this.thread.viewOf(comment.id)) return;
    const { element } = this.thread.viewFor(comment);
    const later = [...this.#list.children].find((item) => item.dataset.id > comment.id);
    this.#list.insertBefore(element, later ?? null);
  }

  /** Open a form below the comment; `opener` gets the focus back when it closes. */
  open(form, opener) {
    this.#opener = opener;
    fill(this.#slot, form);
    const first = form.querySelector("textarea, input, button");
    if (opener) first?.focus();
  }

  close() {
    const hadFocus = this.#slot.contains(this.element.getRootNode().activeElement);
    this.#slot.replaceChildren();
    if (!hadFocus) return;
    if (this.#opener?.isConnected) this.#opener.focus();
    else this.#article.focus();
  }

  reply(opener) {
    const posted = (comment) => {
      this.close();
      this.thread.addOwn(comment);
    };
    const composer = new Composer(this.app, { parent: this, posted, closed: () => this.close() });
    this.open(composer.element, opener);
  }

  /** Run something that may be refused; the refusal is told below the comment. */
  async attempt(act) {
    try {
      return await act();
    } catch (error) {
      const words = refusalWords(error, this.app.words);
      this.open(h("p.refusal", { role: "alert" }, words), null);
      return undefined;
    }
  }

  async #loadMore() {
    await this.attempt(async () => {
      const { data } = await this.app.api.get(this.comment.replies.next);
      const first = data.results.find(({ id }) => !this.thread.viewOf(id));
      for (const reply of data.results) this.addReply(reply);
      this.comment.replies.next = data.next;
      this.#showMore();
      this.thread.viewOf(first?.id)?.focus();
    });
  }

  #showMore() {
    const { words } = this.app;
    const load = { onclick: () => this.#loadMore() };
    const next = this.comment.replies.next;
    fill(this.#more, next && h("button.quiet.more", load, icon("reply"), words.t("more-replies")));
  }

  #show() {
    const active = this.element.getRootNode().activeElement;
    const act = this.#parts.contains(active) && active.dataset.act;
    const { comment } = this;
    this.element.id = `comment-${comment.id}`;
    this.element.dataset.id = comment.id;
    this.element.dataset.status = comment.status;
    fill(this.#parts, ...this.#content());
    if (act) this.#parts.querySelector(`[data-act="${act}"]`)?.focus();
  }

  #content() {
    const { comment } = this;
    const { words } = this.app;
    // Whoever wrote it sees what was refused, and why.
    if (comment.tombstone && !(this.isOwn && comment.status === "rejected")) {
      this.#article.removeAttribute("aria-labelledby");
      this.#article.setAttribute("aria-label", words.t("tombstone"));
      return [h("p.gone", {}, words.t(`gone-${comment.tombstone.cause}`))];
    }
    const who = this.#who();
    this.#article.setAttribute("aria-labelledby", who.id);
    const said = h("div.said", {}, comment.body_html ? safeNodes(comment.body_html) : []);
    return [who, !comment.muted && said, standing(this.app, this), actsOn(this.app, this)];
  }

  #who() {
    const { comment } = this;
    const { words } = this.app;
    const { display_name: name, badges, kind } = comment.author;
    const at = comment.published_at;
    const time = at && h("time", { datetime: at, title: words.moment(at) }, words.ago(at));
    return h(
      "header.who",
      { id: newId("who") },
      h("span.face", { "aria-hidden": "true" }, [...name][0]),
      h("bdi.name", {}, name),
      kind === "guest" && h("span.badge", {}, words.t("guest")),
      badges.map((badge) => h("bdi.badge", {}, badge)),
      comment.featured && h("span.badge.featured", {}, words.t("featured")),
      time && h("a.when", { href: `#comment-${comment.id}` }, time),
      comment.edited_at && h("span.when", {}, words.t("edited")),
    );
  }
}
