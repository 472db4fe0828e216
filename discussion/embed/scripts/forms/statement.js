// The statement of reasons: why a comment is not seen, and the appeal against that.
import { h } from "../dom.js";
import { form } from "../form.js";
import { TextBox } from "../textbox.js";

const MAX = 4_000;

export async function open(view, opener) {
  const { words, api } = view.app;
  const { data } = await api.get(`comments/${view.comment.id}/decision/`);
  const close = h("button.plain", { onclick: () => view.close() }, words.t("close"));
  const appeal = h("button.main", { onclick: () => openAppeal(view, opener) }, words.t("appeal"));
  const element = h(
    "section.notice.statement",
    { tabindex: "-1", "aria-label": words.t("why") },
    h("p.strong", {}, words.t(`restriction-${data.restriction}`)),
    data.clauses.map(clause),
    data.reasons.map((reason) => h("p", { dir: "auto" }, reason.text)),
    data.passages.map((passage) => h("blockquote", { dir: "auto" }, passage)),
    data.reasoning && h("p", { dir: "auto" }, data.reasoning),
    h("p.quiet", {}, words.t(`decided-${data.decided_by}`, { at: words.moment(data.created_at) })),
    h("p.quiet", {}, words.t("appeal-until", { until: words.moment(data.appeal_until) })),
    h("a", { href: data.policy_url }, words.t("policy")),
    h("div.row", {}, view.may.appeal && appeal, close),
  );
  view.open(element, opener);
  element.focus();
}

const clause = ({ title, wording, ground }) =>
  h("p", { dir: "auto" }, h("b", {}, title), wording ? ` – ${wording}` : "", ground ? ` (${ground})` : "");

function openAppeal(view, opener) {
  const { words, api, say } = view.app;
  const box = new TextBox(view.app, { label: words.t("appeal-words"), max: MAX });
  const asked = { send, sendLabel: words.t("appeal-send"), cancel: () => view.close() };
  view.open(form(words, asked, box.element, box.help), opener);

  async function send() {
    const text = box.text;
    if (text === null) return;
    const body = { words: text };
    // The server takes one appeal a decision: a second try finds the first.
    await api.call("POST", `comments/${view.comment.id}/appeals/`, { body }).catch((error) => {
      if (error.code !== "appeal-exists") throw error;
    });
    view.update({ can: { ...view.comment.can, appeal: false } });
    const thanks = h("p.notice", { tabindex: "-1" }, words.t("appeal-thanks"));
    view.open(thanks, null);
    thanks.focus();
    say(words.t("appeal-thanks"));
  }
}
