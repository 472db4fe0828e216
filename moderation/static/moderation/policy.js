// A policy's form: leaving with words that are not stored asks first. Works without, too.
"use strict";

const form = document.getElementById("policy-form");
let typed = false;

form?.addEventListener("input", () => { typed = true; });
form?.addEventListener("submit", () => { typed = false; });
window.addEventListener("beforeunload", (event) => {
  if (typed) event.preventDefault();
});
