/**
 * The dropout probability p ~ Beta(a, B) where Beta degenerates: at the limits of the model p has one or two values.
 *
 * - a = 0: p = 0, no customer drops out;
 * - a, B → ∞: p = a/(a+B) for all customers, and p = 1 with B = 0;
 * - a, B → 0: p = 1 for a share a/(a+B), p = 0 for the others.
 */
import { betaMean } from "../../src/math/beta-mean.ts";
import { isInfinite, isVanishing } from "../../src/math/infinite.ts";
import { drawBeta } from "../../src/random/draws.ts";
import type { Random } from "../../src/random/random.ts";

/** A value of p and the share of customers who have it. */
export interface DropoutPoint {
  readonly p: number;
  readonly share: number;
}

/** The points p lies on at a limit; undefined where p ~ Beta(a, B). */
export function dropoutPoints(a: number, B: number): readonly DropoutPoint[] | undefined {
  if (a === 0) return [{ p: 0, share: 1 }];
  if (isInfinite(a + B)) return [{ p: a / (a + B), share: 1 }];
  if (!isVanishing(a)) return undefined;
  return [
    { p: 1, share: a / (a + B) },
    { p: 0, share: B / (a + B) },
  ];
}

/** a/(b + x − 1): the odds that customers alive before their x-th repeat purchase, x ≥ 1, drop out after it. */
export function dropoutOdds(a: number, b: number, x: number): number {
  if (isInfinite(a + b)) return a / b;
  const B = b + (x - 1);
  // A customer who bought again after the first repeat purchase never drops out.
  return isVanishing(a) && !isVanishing(B) ? 0 : a / B;
}

/** E[f(p)]: see `betaMean` for the conditions on f. */
export function dropoutMean(a: number, B: number, steepness: number, f: (p: number) => number): number {
  const points = dropoutPoints(a, B);
  return points ? points.reduce((sum, { p, share }) => sum + share * f(p), 0) : betaMean(a, B, steepness, f);
}

/** Draws p. */
export function drawDropout(random: Random, a: number, b: number): number {
  const points = dropoutPoints(a, b);
  if (points === undefined) return drawBeta(random, a, b);
  return points.length > 1 && random.uniform() >= points[0].share ? points[1].p : points[0].p;
}
