// The loader: finds its place on the page, keeps it free, and fetches the embed when a reader comes
// near. The only classic script, since `document.currentScript` says what the page has asked for.
(() => {
  "use strict";
  const NEAR = "800px";
  const HEIGHT = "24rem";
  const script = document.currentScript;
  const modules = new URL("embed/__DIGEST__/main.js", script.src);

  /** What pages call. The calls reach embeds that are not loaded yet, too, as soon as they are. */
  function pageInterface() {
    const embeds = [];
    let lastCall = [];
    const all = (method, ...values) => {
      if (method !== "reload") lastCall = [method, ...values];
      return Promise.all(embeds.map((embed) => embed.then((loaded) => loaded[method](...values))));
    };
    return {
      login: (token) => all("login", token),
      logout: () => all("logout"),
      reload: () => all("reload"),
      /** Show a discussion in an element; `options` are the attributes without `data-`. */
      mount(element, options) {
        const embed = whenNear(element)
          .then(() => import(modules))
          .then((main) => main.mount(element, { ...options, host: modules.origin }))
          .then((loaded) => {
            const [method, ...values] = lastCall;
            return Promise.resolve(method && loaded[method](...values)).then(() => loaded);
          });
        embeds.push(embed);
        embed.catch((error) => {
          console.error("Discussion could not be loaded.", error);
          element.append(wayToService(options.site));
        });
        return embed;
      },
    };
  }

  /** A link to the service's own pages, where the scripts did not arrive. */
  function wayToService(site) {
    const link = document.createElement("a");
    link.href = `${modules.origin}/${site}/`;
    link.textContent = "Discussion";
    return link;
  }

  /** Resolve when the element is about to be seen, or is what the address names. */
  function whenNear(element) {
    element.style.minHeight ||= `var(--discussion-min-height, ${HEIGHT})`;
    if (location.hash.startsWith("#comment-")) return Promise.resolve();
    return new Promise((resolve) => {
      const observer = new IntersectionObserver(
        (entries) => {
          if (!entries.some((entry) => entry.isIntersecting)) return;
          observer.disconnect();
          resolve();
        },
        { rootMargin: NEAR },
      );
      observer.observe(element);
    });
  }

  /** Return the element that the script names, or a new one where the script stands. */
  function place() {
    const named = script.dataset.target && document.querySelector(script.dataset.target);
    if (named) return named;
    const element = document.createElement("div");
    script.after(element);
    return element;
  }

  function start() {
    window.Discussion ??= pageInterface();
    window.Discussion.mount(place(), { ...script.dataset });
  }

  if (script.dataset.target && document.readyState === "loading") {
    addEventListener("DOMContentLoaded", start, { once: true });
  } else {
    start();
  }
})();
