// Asks every few seconds, while the page is seen, who else looks at the comment and whether it was
// decided meanwhile. It tells, and changes nothing: what guards a decision is its version.
"use strict";

const live = document.getElementById("live");

function say(state) {
  const moved = state.version !== Number(live.dataset.version);
  live.classList.toggle("moved", moved);
  live.textContent = moved ? `${state.now} ` : state.looking;
  if (moved) {
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = "Show it as it is now";
    live.append(link);
  }
}

function leave() {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (token) {
    navigator.sendBeacon(live.dataset.state, new URLSearchParams({ csrfmiddlewaretoken: token }));
  }
}

if (live) {
  const asking = follow({
    address: live.dataset.state,
    seconds: Number(live.dataset.every),
    show: say,
  });
  addEventListener("pagehide", () => {
    asking.pause();
    leave();
  });
  addEventListener("pageshow", (event) => event.persisted && asking.resume());
}
