import betainc from "@stdlib/math-base-special-betainc";
import { increasingRoot } from "./increasing-root.ts";

/** P(|T| > t) of Student's t with ν > 0 degrees of freedom: the incomplete Beta function I at ν/(ν + t²) of ν/2 and 1/2. */
export function studentTails(t: number, freedom: number): number {
  return betainc(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** The t with P(|T| ≤ t) = level, for 0 < level < 1. */
export function studentQuantile(level: number, freedom: number): number {
  let high = 1;
  while (studentTails(high, freedom) > 1 - level) high *= 2;
  return increasingRoot((t) => 1 - studentTails(t, freedom), level, 0, high);
}
