// How a comment stands, where that is more than "published": said to its author, or of a mute.
import { h } from "./dom.js";

/** Return what is to be said about the comment, or nothing. */
export function standing(app, view) {
  const { comment } = view;
  const { words } = app;
  if (comment.muted) return muted(app, view);
  if (!view.isOwn) return comment.locked && h("p.quiet.small", {}, words.t("locked"));
  const state = comment.status === "published" ? editState(comment) : comment.status;
  return [
    comment.change_request && asked(app, comment.change_request),
    state && h(`p.state.${state}`, {}, words.t(`state-${state}`)),
  ];
}

const editState = ({ waiting_edit: waiting }) => waiting && `edit-${waiting}`;

function asked({ words }, { words: said, until }) {
  return h(
    "div.notice",
    {},
    h("p", {}, words.t("change-asked", { until: words.moment(until) })),
    h("blockquote", { dir: "auto" }, said),
  );
}

function muted({ words, api, options }, view) {
  const { comment } = view;
  const show = () =>
    view.attempt(async () => {
      const { data } = await api.get(`comments/${comment.id}/`);
      view.update({ ...data, muted: false });
      view.focus();
    });
  const unmute = () =>
    view.attempt(async () => {
      const query = { site: options.site };
      await api.call("DELETE", `me/mutes/${comment.author.id}/`, { query });
      await view.thread.load();
    });
  return h(
    "p.quiet",
    {},
    words.t("muted"),
    " ",
    h("button.quiet", { onclick: show }, words.t("show")),
    h("button.quiet", { onclick: unmute }, words.t("unmute")),
  );
}
