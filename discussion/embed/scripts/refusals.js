// What went wrong, in the reader's words: by the API's code, never by its English sentence alone.
import { NoAnswer, Refusal } from "./api.js";

/** Return a sentence for whatever a call threw. */
export function refusalWords(error, words) {
  if (error instanceof NoAnswer) return words.t(navigator.onLine ? "away" : "offline");
  // A mistake of ours: the reader keeps the page, and the console keeps the mistake.
  if (!(error instanceof Refusal)) console.error(error);
  const key = `refused-${error.code}`;
  if (words.has(key)) return words.t(key, values(error, words));
  if (error.status === 429) return words.t("refused-throttled", values(error, words));
  if (error.status >= 500) return words.t("away");
  return words.t("refused", { why: error.problem?.errors?.[0]?.detail ?? error.message });
}

function values({ wait, problem }, words) {
  const { until, reason } = problem?.restriction ?? {};
  return {
    wait: words.duration(wait || 60),
    until: until ? words.moment(until) : "",
    reason: reason ?? "",
  };
}
