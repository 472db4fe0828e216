// What all forms of the embed share: they send once, say what was refused, and lose nothing.
import { fill, h } from "./dom.js";
import { refusalWords } from "./refusals.js";

/**
 * Make a form. `send` runs once at a time; whatever it throws is told above the buttons and the form
 * stays as it is. `cancel` closes it; the Escape key does what `leave` says, where that is something
 * else: a key hit by mistake must not throw a text away.
 */
export function form(words, asked, ...content) {
  const { send, sendLabel, cancel, leave = cancel, danger = false } = asked;
  const problem = h("div.refusal", { role: "alert" });
  const submit = h(`button.main${danger ? ".danger" : ""}`, { type: "submit" }, sendLabel);
  const close = cancel && h("button.plain", { type: "button", onclick: cancel }, words.t("cancel"));
  const row = h("div.row", {}, submit, close);
  const element = h("form.write", { novalidate: true }, content, problem, row);
  let isBusy = false;
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    // Not `disabled`: the focus would be lost with it.
    submit.setAttribute("aria-disabled", "true");
    fill(problem);
    try {
      await send();
    } catch (error) {
      fill(problem, refusalWords(error, words));
    } finally {
      isBusy = false;
      submit.removeAttribute("aria-disabled");
    }
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && leave) leave();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) element.requestSubmit();
  });
  return element;
}
