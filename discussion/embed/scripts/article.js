// What is discussed, and under which rules: what the service says of the site and of this address.

export class Article {
  #options;
  #api;
  /** The site's rules (`GET sites/{site}/embed/`); known after `load`. */
  rules = null;
  id = null;

  constructor(options, api) {
    this.#options = options;
    this.#api = api;
  }

  get url() {
    return this.#options.url;
  }

  /** A name for drafts, also before anybody has commented. */
  get name() {
    return `${this.#options.site}:${this.#options.externalId || this.#options.url}`;
  }

  get known() {
    return this.rules?.article ?? null;
  }

  get isOpen() {
    return this.known ? this.known.commenting === "open" : this.rules.lazy_articles;
  }

  async load() {
    const { site, externalId, url } = this.#options;
    const meant = { external_id: externalId, url };
    this.rules = (await this.#api.get(`sites/${site}/embed/`, meant)).data;
    this.id = this.known?.id ?? this.id;
  }

  /** Return the id; an article that nobody has commented on is made now. */
  async ensureId() {
    if (this.id) return this.id;
    const { site, externalId, url, title } = this.#options;
    const body = { url, title, ...(externalId && { external_id: externalId }) };
    const { data } = await this.#api.call("POST", `sites/${site}/articles/`, { body });
    this.id = data.id;
    return this.id;
  }

  comments(query) {
    return this.#api.get(`articles/${this.id}/comments/`, query);
  }
}
