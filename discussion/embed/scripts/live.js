// Keeps an open page true: asks what changed in the article, as long as somebody looks at it.

// A removed comment has to leave the page within 10 seconds.
const EVERY = 6_000;
const LONGEST = 120_000;

export class Live {
  #app;
  #since;
  #timer = 0;
  #pause = EVERY;
  #isOver = false;

  constructor(app) {
    this.#app = app;
    this.#since = app.article.known?.change_seq ?? 0;
  }

  start() {
    document.addEventListener("visibilitychange", this.#seen);
    addEventListener("online", this.#seen);
    this.#later();
  }

  stop() {
    this.#isOver = true;
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#seen);
    removeEventListener("online", this.#seen);
  }

  // Whoever comes back to the page sees at once what it missed.
  #seen = () => {
    clearTimeout(this.#timer);
    if (!document.hidden) this.#ask();
  };

  #later() {
    clearTimeout(this.#timer);
    if (this.#isOver || document.hidden) return;
    // Apart from each other, though all readers may have come by the same push message.
    this.#timer = setTimeout(() => this.#ask(), this.#pause * (0.9 + Math.random() / 5));
  }

  async #ask() {
    const { article, api } = this.#app;
    try {
      if (article.id) await this.#take(await api.get(`articles/${article.id}/changes/`, this.#query));
      this.#pause = EVERY;
    } catch {
      this.#pause = Math.min(this.#pause * 2, LONGEST);
    }
    this.#app.thread.tellTime();
    this.#later();
  }

  get #query() {
    return { since: String(this.#since) };
  }

  async #take({ data }) {
    if (this.#isOver) return;
    this.#since = data.seq;
    if (data.reset) await this.#app.thread.load();
    else this.#app.thread.apply(data);
    if (data.comment_count !== undefined) this.#app.showCount(data.comment_count);
    if (data.more) this.#pause = 0;
  }
}
