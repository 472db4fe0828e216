// Asks for the state of something every few seconds while the page is seen, and shows what is new.
"use strict";

// After a fault the next try comes later, up to this many times the usual pause.
const SLOWEST = 12;

// `show` gets each new state; `refused` is called once when there will be no more, since the session
// or the page is gone. Returns what stops the asking for a while, and what takes it up again.
function follow({ address, seconds, show, refused = () => {} }) {
  let etag = "";
  let pauses = 1;
  let timer = 0;
  let asking = false;
  let over = false;

  async function ask() {
    const headers = etag ? { "If-None-Match": etag } : {};
    const answer = await fetch(address, { headers, cache: "no-store", redirect: "manual" });
    if (answer.status === 200) {
      etag = answer.headers.get("ETag") ?? "";
      show(await answer.json());
    }
    return answer.status === 200 || answer.status === 304 || answer.status >= 500;
  }

  async function poll() {
    if (asking || over || document.hidden) return;
    asking = true;
    try {
      over = !(await ask());
      pauses = 1;
    } catch {
      // The network is away for a while; the page stays as useful as it was.
      pauses = Math.min(pauses * 2, SLOWEST);
    }
    asking = false;
    if (over) refused();
    else timer = setTimeout(poll, seconds * 1000 * pauses);
  }

  const pause = () => clearTimeout(timer);
  function resume() {
    pause();
    timer = setTimeout(poll, 0);
  }
  // Nobody asks for a page that nobody sees.
  document.addEventListener("visibilitychange", resume);
  timer = setTimeout(poll, seconds * 1000);
  return { pause, resume };
}
