// What a reader may do with a comment. The server has the last word; `can` says where it is yes.
import { h, icon } from "./dom.js";
import { reactions } from "./reactions.js";

/** Return the row of buttons below a comment. */
export function actsOn(app, view) {
  const { words } = app;
  const { comment } = view;
  const name = comment.author.display_name;
  const button = (act, run, ...content) =>
    h(
      "button.quiet",
      { "data-act": act, onclick: ({ currentTarget }) => run(currentTarget) },
      content,
      words.t(act),
      h("span.hidden", {}, ` ${words.t("on", { name })}`),
    );
  const reply = view.may.reply && button("reply", (opener) => view.reply(opener), icon("reply"));
  const others = [...own(view, button), ...foreign(app, view, button)];
  return h("div.acts", {}, reactions(app, view), reply, others);
}

/** A form is fetched when somebody asks for it. */
const form = (view, name) => (opener) =>
  view.attempt(async () => {
    const { open } = await import(`./forms/${name}.js`);
    await open(view, opener);
  });

function own(view, button) {
  if (!view.isOwn) return [];
  const { status, waiting_edit: waiting } = view.comment;
  const restricted = ["held", "rejected"].includes(status) || waiting === "held";
  return [
    restricted && button("why", form(view, "statement")),
    view.may.edit && button("edit", form(view, "edit")),
    !["withdrawn", "erased", "rejected"].includes(status) &&
      button("withdraw", form(view, "withdraw")),
  ];
}

function foreign(app, view, button) {
  const { comment } = view;
  if (view.isOwn) return [];
  if (!app.reader.token) return [illegal(app, comment)];
  return [
    view.may.report && button("report", form(view, "report")),
    !comment.muted && button("mute", () => mute(app, view)),
  ];
}

function illegal({ words, article }, comment) {
  const address = new URL(article.rules.notice_url);
  address.searchParams.set("comment", comment.id);
  const name = comment.author.display_name;
  return h(
    "a.quiet",
    { href: address.href },
    words.t("illegal"),
    h("span.hidden", {}, ` ${words.t("on", { name })}`),
  );
}

function mute({ api, options, say, words }, view) {
  const { id, display_name: name } = view.comment.author;
  return view.attempt(async () => {
    await api.call("PUT", `me/mutes/${id}/`, { query: { site: options.site } });
    for (const other of view.thread.viewsBy(id)) other.update({ muted: true });
    say(words.t("muted-now", { name }));
  });
}
