// An author changes a text; what is public stays so until the new text is judged.
import { Refusal } from "../api.js";
import { h } from "../dom.js";
import { Draft } from "../draft.js";
import { follow } from "../follow.js";
import { form } from "../form.js";
import { TextBox } from "../textbox.js";

export async function open(view, opener) {
  const { app } = view;
  const { words, api, article, say } = app;
  const address = `comments/${view.comment.id}/`;
  // The list does not say which version it shows.
  const { data: seen, headers } = await api.get(address);
  let version = headers.get("ETag");
  const draft = new Draft(article.name, `edit:${seen.id}`);
  const box = new TextBox(app, { label: words.t("edit-text"), text: seen.body_text, draft });
  const leave = () => view.close();
  const cancel = () => draft.drop() ?? leave();
  const note = h("p.help", {}, words.t("edit-note"));
  const asked = { send, sendLabel: words.t("edit-send"), cancel, leave };
  view.open(form(words, asked, box.element, note), opener);

  async function send() {
    const text = box.text;
    if (text === null) return;
    try {
      const change = { body: { body: text }, headers: { "If-Match": version } };
      const { data } = await api.call("PATCH", address, change);
      draft.drop();
      view.close();
      view.update(data);
      view.focus();
      say(words.t("state-edit-pending"));
      follow(app, view);
    } catch (error) {
      // Something happened to it meanwhile: whoever sends it again has seen that.
      const isStale = error instanceof Refusal && error.status === 412;
      if (isStale) version = (await api.get(address)).headers.get("ETag");
      throw error;
    }
  }
}
