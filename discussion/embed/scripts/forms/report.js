// A reader reports a comment to its site.
import { h, newId } from "../dom.js";
import { form } from "../form.js";
import { TextBox } from "../textbox.js";

const MAX = 2_000;

export function open(view, opener) {
  const { words, article, api, say } = view.app;
  const group = newId("reason");
  const reasons = [...article.rules.policy.clauses, { id: "other", title: words.t("other") }];
  const choices = reasons.map(({ id, title }, place) =>
    h("label.choice", { dir: "auto" }, radio(group, id, place === 0), title),
  );
  const box = new TextBox(view.app, { label: words.t("report-text"), max: MAX, rows: 2 });
  const element = form(
    words,
    { send, sendLabel: words.t("report-send"), cancel: () => view.close() },
    h("fieldset", {}, h("legend", {}, words.t("report-why")), choices),
    box.element,
  );
  view.open(element, opener);

  async function send() {
    if (box.isTooLong) return;
    const reason = new FormData(element).get(group);
    const body = { reason, text: box.area.value.trim() };
    await api.call("POST", `comments/${view.comment.id}/reports/`, { body });
    const thanks = h("p.notice", { tabindex: "-1" }, words.t("report-thanks"));
    view.open(thanks, null);
    thanks.focus();
    say(words.t("report-thanks"));
  }
}

const radio = (name, value, checked) => h("input", { type: "radio", name, value, checked });
