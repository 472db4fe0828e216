// What the page does without script, it does without waiting here: the receipt of one's own comment
// changes by itself, and a half-written comment outlives a reload.
"use strict";

const ASK_EVERY = 2000;
const ASK_FOR = 30000;

async function follow(receipt) {
  const until = Date.now() + ASK_FOR;
  while (receipt.dataset.status === "pending" && Date.now() < until) {
    await new Promise((wake) => setTimeout(wake, ASK_EVERY));
    const answer = await fetch(receipt.dataset.state).catch(() => null);
    if (!answer?.ok) continue;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("mine");
    if (now.dataset.status === "pending") continue;
    receipt.className = now.className;
    receipt.dataset.status = now.dataset.status;
    // The element stays, so that a screen reader speaks its new content.
    receipt.replaceChildren(...now.childNodes);
  }
}

function keepDraft(form) {
  const key = `draft:${form.action}:${form.elements.parent?.value ?? ""}`;
  const body = form.elements.body;
  body.value ||= sessionStorage.getItem(key) ?? "";
  body.addEventListener("input", () => sessionStorage.setItem(key, body.value));
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}

const receipt = document.getElementById("mine");
if (receipt) follow(receipt);
const form = document.getElementById("write");
if (form) keepDraft(form);
