import type { Notice } from "../fit/fit-result.ts";
import { h } from "./dom.ts";

/** A box with a problem and its meaning. */
export function renderNotice({ severity, message, advice }: Notice): HTMLElement {
  return h(
    "div",
    { class: severity === "warning" ? "notice warning" : "notice" },
    h("p", {}, h("strong", {}, severity === "warning" ? "Warning: " : "Note: "), message),
    advice !== "" && h("p", {}, advice),
  );
}
