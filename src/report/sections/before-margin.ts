import { percentText } from "../number-text.ts";

/** A sentence for a chapter whose values do not have the margin of the other chapters; empty without a margin. */
export function beforeMargin(margin: number): string {
  return margin === 1 ? "" : ` Values in this chapter are before the margin of ${percentText(margin)}.`;
}
