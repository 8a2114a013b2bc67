import type { Histogram } from "../validate/goodness-of-fit.ts";
import { percentText, significant } from "./number-text.ts";

/** The distance between a histogram and its model, and whether chance explains it, in a sentence or two. */
export function fitText(histogram: Histogram): string {
  const { chiSquare, degreesOfFreedom, pValue, misplaced, misplacedByChance } = histogram;
  const size = `The model puts ${percentText(misplaced)} of them into a wrong bar; chance alone would put ${percentText(misplacedByChance)} there`;
  if (pValue === undefined) return `${size}.`;
  const p = pValue < 0.001 ? "p < 0.001" : `p = ${significant(pValue, 2)}`;
  const test = `χ² = ${significant(chiSquare, 3)}, ${degreesOfFreedom} degrees of freedom, ${p}`;
  return `${size}; ${pValue < 0.01 ? "chance does not explain the difference" : "chance explains the difference"} (${test}).`;
}
