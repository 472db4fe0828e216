// Follows one's own comment until it is decided: its state changes by itself, and the page is told.
import { Refusal } from "./api.js";

const FIRST = 1_500;
const GROWTH = 1.4;
const LONGEST = 20_000;

/** Look again and again, less often each time, while the comment waits and is on the page. */
export async function follow(app, view) {
  if (view.isFollowed) return;
  view.isFollowed = true;
  let pause = FIRST;
  while (waits(view.comment)) {
    await wakeUp(pause);
    if (!view.element.isConnected) break;
    if (!document.hidden && (await lookAt(app, view))) pause = FIRST;
    pause = Math.min(pause * GROWTH, LONGEST);
  }
  view.isFollowed = false;
}

const waits = ({ status, waiting_edit: waiting }) =>
  status === "pending" || status === "held" || Boolean(waiting);

const wakeUp = (pause) => new Promise((resolve) => setTimeout(resolve, pause));

/** Read one's own comment once, and tell the page when its state has changed; return whether. */
export async function lookAt(app, view) {
  let seen;
  try {
    seen = (await app.api.get(`comments/${view.comment.id}/`)).data;
  } catch (error) {
    // Not the reader's any more, or gone for good: nothing to wait for.
    if (error instanceof Refusal && [401, 403, 404, 410].includes(error.status)) view.leave();
    return false;
  }
  // Compared only now: somebody else may have looked meanwhile, and told it.
  const before = view.comment;
  view.update(seen);
  const { status, waiting_edit: waiting } = view.comment;
  if (before.status === status && before.waiting_edit === waiting) return false;
  tell(app, before, view.comment);
  return true;
}

function tell({ emit, say, words }, before, { id, status, waiting_edit: waiting }) {
  if (before.status !== status) emit(status, { commentId: id, status });
  const key = waiting ? `state-edit-${waiting}` : `state-${status}`;
  if (words.has(key)) say(words.t(key));
}
