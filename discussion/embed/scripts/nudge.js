// A look at a text before it is posted: which clause it may break. Its author decides.
import { h } from "./dom.js";

const PATIENCE = 4_000;
const advised = new Set();

/**
 * Return elements that say which clauses the text may break; null where it may be posted: nothing
 * was found, it was told already (`key` names the text), or the check is not to be had.
 */
export async function advice({ api, article, words }, id, body, key) {
  if (!article.rules.nudge || advised.has(key)) return null;
  const path = `articles/${id}/checks/`;
  const answer = await api.call("POST", path, { body, patience: PATIENCE }).catch(() => null);
  const clauses = answer?.data.clauses ?? [];
  if (!clauses.length) return null;
  advised.add(key);
  return [
    h("p.strong", {}, words.t("nudge")),
    h("ul", { dir: "auto" }, clauses.map(({ title, wording }) =>
      h("li", {}, h("b", {}, title), wording ? ` – ${wording}` : ""),
    )),
    h("p", {}, words.t("nudge-choice")),
  ];
}
