// Keeps the list true while it is open: who looks at what, what others decided, how many are new.
// Rows stay where they are; whoever wants the new ones asks for them.
"use strict";

const fresh = document.getElementById("fresh");

function showRow(pk, state) {
  const row = document.getElementById(`item-${pk}`);
  if (!row) return;
  row.querySelector("[data-now]").textContent = state.done || state.looking;
  row.classList.toggle("done", state.done !== "");
  const box = row.querySelector("input[type=checkbox]");
  if (!box) return;
  box.setAttribute("aria-disabled", String(state.done !== ""));
  box.checked &&= state.done === "";
}

// Not `disabled`: the key of a row would then select another one.
document.addEventListener("click", (event) => {
  if (event.target.matches?.("tr.done input[type=checkbox]")) event.preventDefault();
});

function showNew(count) {
  const text = count ? `${count} new: show` : "";
  if (fresh.textContent === text) return;
  fresh.replaceChildren();
  if (!count) return;
  const link = document.createElement("a");
  link.href = window.location.href;
  link.textContent = text;
  fresh.append(link);
}

function show(state) {
  for (const [pk, row] of Object.entries(state.rows)) showRow(pk, row);
  for (const count of document.querySelectorAll("[data-count]")) {
    count.textContent = state.counts[count.dataset.count] ?? count.textContent;
  }
  showNew(state.new);
}

// One box for all rows that can still be decided.
const corner = document.querySelector("#result_list thead .pick");
if (corner) {
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", "Select all rows");
  all.addEventListener("change", () => {
    for (const box of document.querySelectorAll("#result_list tbody tr:not(.done) .pick input")) {
      box.checked = all.checked;
    }
  });
  corner.append(all);
}

follow({
  address: fresh.dataset.live,
  seconds: Number(fresh.dataset.every),
  show,
  refused: () => {
    fresh.textContent = "This list is no longer kept up to date: load it again.";
  },
});
