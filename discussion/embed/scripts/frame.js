// Everything that one embed shows, in a shadow tree that the page's own styles do not reach.
import { Composer } from "./composer.js";
import { fill, h, newId } from "./dom.js";
import { Live } from "./live.js";
import { refusalWords } from "./refusals.js";
import { sheet } from "./styles.js";
import { Thread } from "./thread.js";

export class Frame {
  #app;
  #section;
  #thread = null;
  #live = null;
  #loads = 0;

  constructor(element, app) {
    this.#app = app;
    const { words, options, say } = app;
    const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet()];
    element.dataset.theme = options.theme;
    this.#section = h("section.discussion", { lang: words.language, dir: words.direction });
    root.replaceChildren(this.#section, say.element);
    this.#wait();
    addEventListener("hashchange", () => this.#followAddress());
  }

  /** Read everything anew and show it; what somebody typed comes back from its draft. */
  async load() {
    this.#loads += 1;
    const mine = this.#loads;
    this.#live?.stop();
    this.#app.api.asksAnew = this.#loads > 1;
    try {
      await this.#app.article.load();
      const thread = new Thread(this.#app);
      if (this.#app.article.id) await thread.load(this.#app.options.sort);
      if (mine === this.#loads) await this.#show(thread);
    } catch (error) {
      if (mine === this.#loads) this.#fail(error);
    }
  }

  async #show(thread) {
    const app = this.#app;
    app.thread = this.#thread = thread;
    const heading = h("h2", { id: newId("discussion"), tabindex: "-1" });
    this.#section.setAttribute("aria-labelledby", heading.id);
    this.#section.removeAttribute("aria-busy");
    app.showCount = (count) => {
      fill(heading, app.words.t("heading"), " ", h("span.count", {}, count ? app.words.number(count) : ""));
      app.emit("count", { count });
    };
    app.showCount(app.article.known?.comment_count ?? 0);
    fill(this.#section, heading, welcome(app), notices(app), writing(app), thread.element);
    this.#live = app.live = new Live(app);
    this.#live.start();
    await this.#followAddress();
  }

  #wait() {
    this.#section.setAttribute("aria-busy", "true");
    fill(this.#section, h("p.quiet", {}, this.#app.words.t("loading")));
  }

  #fail(error) {
    const { words } = this.#app;
    const again = h("button.plain", { onclick: () => this.#wait() ?? this.load() }, words.t("again"));
    this.#section.removeAttribute("aria-busy");
    fill(this.#section, h("p.refusal", { role: "alert" }, refusalWords(error, words)), again);
    addEventListener("online", () => again.isConnected && this.load(), { once: true });
  }

  /** `#comment-ID` opens that comment, also when it is on a later page. */
  async #followAddress() {
    const id = /^#comment-([0-9a-f-]{36})$/.exec(location.hash)?.[1];
    if (id && this.#thread) await this.#thread.reveal(id);
  }
}

/** The site's welcome, and the grounds on which comments are removed. */
function welcome({ words, article }) {
  const { policy } = article.rules;
  const grounds = words.list(policy.clauses.map((clause) => clause.title));
  return h(
    "p.welcome",
    {},
    h("span", { dir: "auto" }, article.known?.invitation || words.t("welcome")),
    " ",
    policy.clauses.length > 0 && `${words.t("grounds", { grounds })} `,
    h("a", { href: policy.url }, words.t("policy")),
  );
}

function notices({ words, article }) {
  const { slow_mode_seconds: pause, read_first_until: until } = article.known ?? {};
  return [
    pause > 0 && h("p.notice", {}, words.t("slow", { pause: words.duration(pause) })),
    until && h("p.notice", {}, words.t("read-first", { until: words.moment(until) })),
  ];
}

function writing(app) {
  const { article, words } = app;
  if (!article.isOpen) return h("p.notice", {}, words.t(article.known ? "closed" : "not-yet"));
  return new Composer(app, { posted: (comment) => app.thread.addOwn(comment) }).element;
}
