import type { Notice } from "../fit/fit-result.ts";
import { h } from "./dom.ts";

/** What is off and what it means, in a box of its own. */
export function renderNotice({ severity, message, advice }: Notice): HTMLElement {
  return h(
    "div",
    { class: severity === "warning" ? "notice warning" : "notice" },
    h("p", {}, h("strong", {}, severity === "warning" ? "Warning: " : "Note: "), message),
    advice !== "" && h("p", {}, advice),
  );
}
