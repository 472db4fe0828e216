// The way of a text from its box to the service.
import { advice } from "./nudge.js";

/**
 * Post a text and return the comment, which waits for its judgement; null when its author is
 * advised to look at it once more. `key` makes a second try the same request.
 */
export async function post(app, { text, parentId, key, guestName, advise }) {
  const { api, article, emit, say, words } = app;
  if (guestName && !app.reader.token) await enter(app, guestName);
  const id = await article.ensureId();
  const body = { body: text, ...(parentId && { parent_id: parentId }) };
  const found = await advice(app, id, body, key);
  if (found) {
    advise(found);
    return null;
  }
  const headers = { "Idempotency-Key": key };
  const { data } = await api.call("POST", `articles/${id}/comments/`, { body, headers });
  emit("posted", { commentId: data.id, status: data.status });
  say(words.t("state-pending"));
  return data;
}

async function enter({ api, reader, options }, name) {
  const { data } = await api.call("POST", `sites/${options.site}/guests/`, { body: { name } });
  reader.enterAsGuest(data.token, data.expires_at);
}
