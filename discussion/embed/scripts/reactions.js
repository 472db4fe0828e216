// What readers say about a comment without words.
import { h, icon } from "./dom.js";

/** Return a button for each reaction of the site; who cannot react sees the numbers. */
export function reactions(app, view) {
  const { comment } = view;
  if (comment.status !== "published" || comment.muted) return [];
  const mine = comment.reacted ?? [];
  return app.article.rules.reactions.map((name) => {
    const count = comment.reactions[name] ?? 0;
    const label = app.words.has(`react-${name}`) ? app.words.t(`react-${name}`) : name;
    const number = h("span.number", {}, count ? app.words.number(count) : "");
    const on = h("span.hidden", {}, app.words.t("on", { name: comment.author.display_name }));
    const content = [name === "like" && icon("like"), h("span", {}, label), number, on];
    if (!view.may.react) return count > 0 && h("span.quiet", {}, content);
    const toggle = () => react(app, view, name, !mine.includes(name));
    const attributes = { "aria-pressed": `${mine.includes(name)}`, "data-act": `react-${name}` };
    return h("button.quiet.reaction", { ...attributes, onclick: toggle }, content);
  });
}

/** Show it at once; what the server refuses is taken back. */
async function react({ api }, view, name, wanted) {
  const before = view.comment;
  const mine = new Set(before.reacted ?? []);
  if (wanted) mine.add(name);
  else mine.delete(name);
  const count = Math.max(0, (before.reactions[name] ?? 0) + (wanted ? 1 : -1));
  const after = { reacted: [...mine], reactions: { ...before.reactions, [name]: count } };
  view.update(after);
  await view.attempt(async () => {
    try {
      await api.call(wanted ? "PUT" : "DELETE", `comments/${before.id}/reactions/${name}/`);
    } catch (error) {
      view.update({ reacted: before.reacted ?? [], reactions: before.reactions });
      throw error;
    }
  });
}
