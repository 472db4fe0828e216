// The embed's words in the reader's language; what a language lacks is said in English.
import english from "./languages/en.js";

export const LANGUAGES = ["en", "de", "fr", "es", "ar"];
const RIGHT_TO_LEFT = ["ar"];
const STEPS = [
  ["year", 31_536_000], ["month", 2_592_000], ["week", 604_800],
  ["day", 86_400], ["hour", 3_600], ["minute", 60],
];

/** Return the words for a language tag such as `de-AT`. */
export async function wordsFor(tag) {
  const wanted = String(tag).toLowerCase().split(/[-_]/)[0];
  const language = LANGUAGES.includes(wanted) ? wanted : "en";
  // A script that does not arrive costs the language, not the discussion.
  const own = language !== "en" && (await import(`./languages/${language}.js`).catch(() => null));
  return new Words(own ? language : "en", { ...english, ...own?.default });
}

class Words {
  #texts;
  #plural;

  constructor(language, texts) {
    this.language = language;
    this.direction = RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
    this.#texts = texts;
    this.#plural = new Intl.PluralRules(language);
  }

  /** Return a text; `{name}` stands for a value, and `count` chooses the plural form. */
  t(key, values = {}) {
    let text = this.#texts[key] ?? key;
    if (typeof text === "object") text = text[this.#plural.select(values.count)] ?? text.other;
    return text.replace(/\{(\w+)\}/g, (_, name) => this.#shown(values[name]));
  }

  has(key) {
    return key in this.#texts;
  }

  // A name of another direction must not turn its sentence around: it stands in isolates.
  #shown(value) {
    return typeof value === "number" ? this.number(value) : `\u2068${value}\u2069`;
  }

  number(value) {
    return new Intl.NumberFormat(this.language).format(value);
  }

  /** “A, B, C” */
  list(texts) {
    return new Intl.ListFormat(this.language, { type: "unit" }).format(texts);
  }

  /** “3 hours ago” */
  ago(instant) {
    const seconds = (Date.parse(instant) - Date.now()) / 1000;
    const relative = new Intl.RelativeTimeFormat(this.language, { numeric: "auto" });
    const [unit, size] = STEPS.find(([, length]) => -seconds >= length) ?? ["second", 1];
    return unit === "second" ? this.t("now") : relative.format(Math.ceil(seconds / size), unit);
  }

  /** “4 minutes”, for how long somebody has to wait. */
  duration(seconds) {
    const [unit, size] = STEPS.find(([, length]) => seconds >= length) ?? ["second", 1];
    const style = { style: "unit", unit, unitDisplay: "long" };
    return new Intl.NumberFormat(this.language, style).format(Math.ceil(seconds / size));
  }

  moment(instant) {
    const style = { dateStyle: "long", timeStyle: "short" };
    return new Intl.DateTimeFormat(this.language, style).format(new Date(instant));
  }
}
