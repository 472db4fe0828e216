// Follows the choice of a clause with its prepared words, as long as nobody has changed them.
"use strict";

for (const form of document.querySelectorAll("form.decision")) {
  const reasoning = form.querySelector("textarea[name=reasoning]");
  const prepared = new Map(
    Array.from(form.querySelectorAll("template[data-clause]"), (template) => [
      template.dataset.clause,
      template.content.textContent,
    ]),
  );
  form.addEventListener("change", (event) => {
    if (event.target.name !== "clause") return;
    const untouched = [...prepared.values(), ""].includes(reasoning.value.trim());
    if (untouched) reasoning.value = prepared.get(event.target.value);
  });
}
