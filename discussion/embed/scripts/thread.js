// The list of comments: in which order, how far it is loaded, and what is new in it.
import { CommentView } from "./comment.js";
import { fill, h, newId } from "./dom.js";
import { follow, lookAt } from "./follow.js";
import { refusalWords } from "./refusals.js";

export class Thread {
  #app;
  #views = new Map();
  #fresh = new Map();
  #next = null;
  #sort = "newest";
  #list = h("ol.thread");
  #foot = h("div.foot");
  #news = h("button.news", { hidden: true, onclick: () => this.#showFresh() });

  constructor(app) {
    this.#app = app;
    this.element = h("div", {}, this.#tools(), this.#news, this.#list, this.#foot);
    this.#showFoot();
  }

  /** Read the first page in this order, and what is the reader's own and not public yet. */
  async load(sort = this.#sort) {
    const { data } = await this.#app.article.comments({ sort });
    this.#sort = sort;
    this.#views.clear();
    this.#fresh.clear();
    this.#list.replaceChildren();
    this.#showNews();
    this.#append(data);
    for (const comment of (data.waiting ?? []).toReversed()) this.#addWaiting(comment);
  }

  viewOf(id) {
    return this.#views.get(id);
  }

  viewsBy(authorId) {
    return [...this.#views.values()].filter((view) => view.comment.author?.id === authorId);
  }

  /** A view for the comment and those below it, known by their ids from now on. */
  viewFor(comment) {
    const view = new CommentView(this.#app, this, comment);
    this.#views.set(comment.id, view);
    this.#fresh.delete(comment.id);
    view.showReplies();
    return view;
  }

  /** Say anew how long ago everything was. */
  tellTime() {
    for (const time of this.#list.querySelectorAll("time"))
      fill(time, this.#app.words.ago(time.dateTime));
  }

  forget(id) {
    this.#views.delete(id);
  }

  /** Show what the reader has just posted, and follow what becomes of it. */
  addOwn(comment) {
    const view = this.#addWaiting(comment);
    this.#showFoot();
    view.focus();
  }

  /** Open a comment and go to it, wherever it stands. */
  async reveal(id) {
    if (!this.#views.has(id)) await this.#fetchUp(id);
    this.#views.get(id)?.point();
  }

  /** Take in what happened since: changes at once, new comments of others on demand. */
  apply({ comments, removed }) {
    for (const comment of comments) this.#takeIn(comment);
    for (const id of removed) {
      this.#fresh.delete(id);
      const view = this.#views.get(id);
      if (view?.isOwn) lookAt(this.#app, view);
      else view?.vanish();
    }
    this.#showNews();
    this.#showFoot();
  }

  #takeIn(comment) {
    const view = this.#views.get(comment.id);
    const byMuted = this.viewsBy(comment.author?.id).some(({ comment: known }) => known.muted);
    if (byMuted) Object.assign(comment, { muted: true, body_html: null });
    // Of one's own there is more to know than everybody is told.
    if (view?.isOwn) lookAt(this.#app, view);
    else if (view) view.update(comment);
    else if (!comment.tombstone) this.#fresh.set(comment.id, comment);
  }

  #append({ results, next }) {
    const unknown = results.filter((comment) => !this.#views.has(comment.id));
    this.#list.append(...unknown.map((comment) => this.viewFor(comment).element));
    this.#next = next;
    this.#showFoot();
    return unknown[0];
  }

  #addWaiting(comment) {
    const known = this.#views.get(comment.id);
    if (!known) this.#place(comment, true);
    const view = known ?? this.#views.get(comment.id);
    follow(this.#app, view);
    return view;
  }

  /** Put a comment below what it answers, or, without that, among the roots. */
  #place(comment, first) {
    const parent = comment.parent_id && this.#views.get(comment.parent_id);
    if (parent) parent.addReply(comment);
    else if (first) this.#list.prepend(this.viewFor(comment).element);
    else this.#list.append(this.viewFor(comment).element);
  }

  #showFresh() {
    const comments = [...this.#fresh.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const comment of comments) {
      // What answers a comment that is not loaded comes with it.
      if (comment.parent_id && !this.#views.has(comment.parent_id)) continue;
      this.#place(comment, this.#sort !== "oldest");
      this.#views.get(comment.id).element.classList.add("fresh");
    }
    this.#fresh.clear();
    this.#showNews();
    this.#views.get(comments.find(({ id }) => this.#views.has(id))?.id)?.focus();
  }

  #showNews() {
    const count = this.#fresh.size;
    this.#news.hidden = count === 0;
    const words = count ? this.#app.words.t("new", { count }) : "";
    if (words && this.#news.textContent !== words) this.#app.say(words);
    fill(this.#news, words);
  }

  #showFoot() {
    const { words } = this.#app;
    const more = h("button.plain.wide", { onclick: () => this.#more() }, words.t("more"));
    const empty = this.#views.size === 0 && h("p.quiet", {}, words.t("empty"));
    fill(this.#foot, this.#next ? more : empty);
  }

  async #more() {
    await this.#tried(async () => {
      const { data } = await this.#app.api.get(this.#next);
      const first = this.#append(data);
      this.#views.get(first?.id)?.focus();
    });
  }

  /** A failure is told below the list; the list stays. */
  async #tried(act) {
    try {
      await act();
    } catch (error) {
      this.#foot.querySelector(".refusal")?.remove();
      const words = refusalWords(error, this.#app.words);
      this.#foot.append(h("p.refusal", { role: "alert" }, words));
    }
  }

  /** Fetch a comment and all that it answers, and show them as one branch on top. */
  async #fetchUp(id) {
    const { api } = this.#app;
    let branch = null;
    for (let wanted = id; wanted; wanted = branch.parent_id) {
      const found = await api.get(`comments/${wanted}/`).catch(() => null);
      if (!found || found.data.article_id !== this.#app.article.id) return;
      if (branch) found.data.replies.results = [branch];
      branch = found.data;
      const known = this.#views.get(branch.parent_id);
      if (known) return void known.addReply(branch);
    }
    this.#list.prepend(this.viewFor(branch).element);
    this.#showFoot();
  }

  #tools() {
    const { words, article, options } = this.#app;
    const id = newId("sort");
    const choose = ({ target }) => this.#tried(() => this.load(target.value));
    const choices = article.rules.sorts.map((sort) =>
      h("option", { value: sort, selected: sort === options.sort }, words.t(`sort-${sort}`)),
    );
    const select = h("select", { id, onchange: choose }, choices);
    return h("div.tools", {}, h("label", { for: id }, words.t("sort")), select);
  }
}
