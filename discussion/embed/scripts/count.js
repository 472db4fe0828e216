// Writes how many comments each marked article has: one call for all marks of a page.
(() => {
  "use strict";
  const AT_ONCE = 100;
  const script = document.currentScript;
  const { site } = script.dataset;

  const addressOf = (mark) => new URL(mark.dataset.articleUrl || mark.href || location.href).href;

  /** Return how many comments each address has, as the service tells it. */
  async function counts(urls) {
    const call = new URL("api/v1/counts/", script.src);
    call.searchParams.set("site", site);
    const answer = await fetch(call, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ urls }),
      credentials: "omit",
    });
    if (!answer.ok) throw new Error(`${answer.status} from ${call.pathname}`);
    return (await answer.json()).counts;
  }

  async function write() {
    const marks = [...document.querySelectorAll("[data-comment-count]")];
    const urls = [...new Set(marks.map(addressOf))];
    for (let first = 0; first < urls.length; first += AT_ONCE) {
      const found = await counts(urls.slice(first, first + AT_ONCE));
      for (const mark of marks) {
        const count = found[addressOf(mark)];
        if (count === undefined) continue;
        const language = mark.closest("[lang]")?.lang || navigator.language;
        mark.textContent = new Intl.NumberFormat(language).format(count);
      }
    }
  }

  const start = () => write().catch((error) => console.warn("Discussion: no counts.", error));
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start, { once: true });
  else start();
})();
