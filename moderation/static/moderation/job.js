// Shows how far a job is while it runs; when it has ended, the page is asked for once more.
"use strict";

const progress = document.getElementById("progress");
const bar = progress.querySelector("progress");

function show(state) {
  for (const part of progress.querySelectorAll("[data-part]")) {
    part.textContent = state[part.dataset.part];
  }
  bar.max = state.total || 1;
  bar.value = state.done;
  for (const count of document.querySelectorAll("[data-count]")) {
    count.textContent = state.counts[count.dataset.count];
  }
  if (!state.open) location.reload();
}

follow({
  address: progress.dataset.state,
  seconds: Number(progress.dataset.every),
  show,
});
