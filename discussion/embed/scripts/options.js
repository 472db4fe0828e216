// What a page asks for: the attributes of its script tag.

const MAX_URL = 600;

/** Return the options with their defaults; `given` are the attributes without `data-`. */
export function readOptions(given) {
  if (!given.site) throw new Error("Discussion: data-site is missing.");
  return {
    host: given.host,
    site: given.site,
    externalId: given.articleId || "",
    url: (given.url || pageAddress()).slice(0, MAX_URL),
    title: (given.title || pageTitle()).slice(0, 500),
    tokenUrl: given.tokenUrl || "",
    loginUrl: given.loginUrl || "",
    language: given.lang || document.documentElement.lang || navigator.language,
    theme: given.theme || "auto",
    sort: given.sort || "newest",
  };
}

/** The address that the page calls its own, wherever a link with campaign marks has led to. */
function pageAddress() {
  const canonical = document.querySelector('link[rel="canonical"]')?.href;
  return canonical || location.href.split("#")[0];
}

function pageTitle() {
  const named = document.querySelector('meta[property="og:title"]')?.content;
  return named || document.title || location.hostname;
}
