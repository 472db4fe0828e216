// One embed on a page: what it is told, what it knows, and what the page may ask of it.
import { Api } from "./api.js";
import { announcer } from "./announcer.js";
import { Article } from "./article.js";
import { Frame } from "./frame.js";
import { readOptions } from "./options.js";
import { Reader } from "./reader.js";
import { wordsFor } from "./words.js";

/**
 * Show the discussion in the element and return what can be asked of it: `login(token)`,
 * `logout()`, `reload()`.
 */
export async function mount(element, given) {
  const options = readOptions(given);
  const words = await wordsFor(options.language);
  const reader = new Reader(options);
  const api = new Api(options.host, reader);
  const article = new Article(options, api);
  const app = { options, words, reader, api, article, say: announcer(), emit: emitter(article) };
  const frame = new Frame(element, app);
  await reader.arrive();
  await frame.load();
  app.emit("ready");
  return {
    login: (token) => reader.login(token) && frame.load(),
    logout: () => reader.logout() && frame.load(),
    reload: () => frame.load(),
  };
}

/** Events on the document; `detail` always names the article. Returns false when prevented. */
function emitter(article) {
  return (name, detail = {}) =>
    document.dispatchEvent(
      new CustomEvent(`discussion:${name}`, {
        cancelable: true,
        detail: { articleId: article.id, url: article.url, ...detail },
      }),
    );
}
