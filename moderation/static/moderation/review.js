// Follows the choice of a clause and of a template with its words, as long as nobody has changed
// them. Without it the server does the same when the form comes in.
"use strict";

for (const form of document.querySelectorAll("form.decision")) {
  const reasoning = form.querySelector("textarea[name=reasoning]");
  const template = form.querySelector("select[name=template]");
  const words = Array.from(form.querySelectorAll("template[data-words]"), (element) => ({
    key: element.dataset.words,
    clause: element.dataset.clause,
    text: element.content.textContent,
  }));
  const plain = (text) => text.split(/\s+/).join(" ").trim();

  function put(chosen) {
    const known = words.map((each) => plain(each.text));
    if (!chosen || ![...known, ""].includes(plain(reasoning.value))) return;
    reasoning.value = chosen.text;
    if (template) template.value = chosen.key;
  }

  form.addEventListener("change", (event) => {
    if (event.target.name === "clause") {
      put(words.find((each) => each.clause === event.target.value));
    }
    if (event.target === template) {
      const chosen = words.find((each) => each.key === template.value);
      const clause = chosen && form.querySelector(`[name=clause][value="${CSS.escape(chosen.clause)}"]`);
      if (clause) clause.checked = true;
      put(chosen);
    }
  });
}
