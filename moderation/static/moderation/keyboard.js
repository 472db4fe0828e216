// Single keys on every page of the desk. An element with data-key is pressed, or focused, by its
// key; data-key-says tells what that does. Nothing here works otherwise than by a mouse or by Tab.
"use strict";

const OFF = "desk-keys-off";
// The order in which the help tells of them: on, decide, the rest.
const ORDER = "jkfdhcubltvx/";

const isOff = () => localStorage.getItem(OFF) === "1";

function isWriting(element) {
  const typed = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
  return element.matches(typed) || element.closest("dialog[open]") !== null;
}

const isSeen = (element) => element.getClientRects().length > 0 && !element.disabled;

// A key means the row that is in focus, if that has such an element, else the page.
function target(key) {
  const named = `[data-key="${CSS.escape(key)}"]`;
  const row = document.activeElement?.closest("[data-row], #result_list tbody tr");
  const found = [...(row?.querySelectorAll(named) ?? []), ...document.querySelectorAll(named)];
  return found.find(isSeen);
}

function press(element) {
  if (element.matches("a, button, label, summary, input[type=checkbox], input[type=radio]")) {
    element.click();
    return;
  }
  const inside = ["input:checked", "input:not([type=hidden])", "textarea, select, button, a"];
  const field = inside.map((kind) => element.querySelector(kind)).find(Boolean);
  (field ?? element).focus();
  if (element.matches("input")) element.select?.();
}

// Rows of a list: what is in focus moves from one row's first link to the next one's.
function moveRow(step) {
  const rows = [...document.querySelectorAll("[data-row], #result_list tbody tr")].filter(isSeen);
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step];
  const link = row?.matches("a") ? row : (row?.querySelector("a[href]") ?? row);
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
  return rows.length > 0;
}

function helpLines() {
  const lines = new Map();
  if (document.querySelector("[data-row], #result_list tbody tr")) {
    lines.set("j", "next row").set("k", "previous row");
  }
  for (const element of document.querySelectorAll("[data-key][data-key-says]")) {
    if (isSeen(element)) lines.set(element.dataset.key, element.dataset.keySays);
  }
  if (document.querySelector("textarea[data-sends]")) lines.set("Ctrl + Enter", "send, while writing");
  const place = ([key]) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);
  return [...lines].sort((one, other) => place(one) - place(other)).concat([["?", "this help"]]);
}

function makeHelp() {
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.setAttribute("aria-labelledby", "keys-heading");
  const heading = document.createElement("h2");
  heading.id = "keys-heading";
  heading.textContent = "Keys on this page";
  const list = document.createElement("dl");
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "0" : "1"));
  label.append(box, " Use these keys in this browser");
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(heading, list, label, close);
  document.body.append(dialog);
  return { dialog, list, box };
}

let help;

function showHelp() {
  help ??= makeHelp();
  help.list.replaceChildren(
    ...helpLines().map(([key, says]) => {
      const line = document.createElement("div");
      const term = document.createElement("dt");
      const meaning = document.createElement("dd");
      const cap = document.createElement("kbd");
      cap.textContent = key;
      term.append(cap);
      meaning.textContent = says;
      line.append(term, meaning);
      return line;
    }),
  );
  help.box.checked = !isOff();
  help.dialog.showModal();
}

function send(event) {
  const button = document.getElementById(event.target.dataset.sends ?? "");
  if (!button) return;
  event.preventDefault();
  button.click();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.repeat || event.defaultPrevented) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return send(event);
  if (event.ctrlKey || event.metaKey || event.altKey || isOff()) return;
  if (isWriting(event.target)) return;
  const element = target(event.key);
  if (element) press(element);
  else if (event.key === "?") showHelp();
  else if (!(event.key === "j" && moveRow(1)) && !(event.key === "k" && moveRow(-1))) return;
  event.preventDefault();
});

// A way to the help, and to the switch, without a key.
const nav = document.getElementById("user-tools");
if (nav) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "keys-button";
  button.textContent = "Keys";
  button.addEventListener("click", showHelp);
  nav.prepend(button);
}
