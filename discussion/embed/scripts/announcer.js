// Says to a screen reader what others see happen.
import { h } from "./dom.js";

/** Return a function that says a text; its `element` has to stand in the page. */
export function announcer() {
  const element = h("p.hidden", { role: "status" });
  const say = (text) => {
    // The same words twice are a change only when something else was there between.
    element.textContent = element.textContent === text ? `${text}\u00a0` : text;
  };
  say.element = element;
  return say;
}
