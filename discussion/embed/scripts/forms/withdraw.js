// An author takes a comment back, after one more question.
import { h } from "../dom.js";
import { form } from "../form.js";

export function open(view, opener) {
  const { words, api, say } = view.app;
  const asked = { send, sendLabel: words.t("withdraw"), cancel: () => view.close(), danger: true };
  view.open(form(words, asked, h("p", {}, words.t("withdraw-sure"))), opener);

  async function send() {
    await api.call("DELETE", `comments/${view.comment.id}/`);
    say(words.t("gone-author"));
    view.close();
    const parent = view.thread.viewOf(view.comment.parent_id);
    if (view.hasReplies) view.update({ status: "withdrawn", tombstone: { cause: "author" } });
    else view.leave();
    parent?.focus();
  }
}
