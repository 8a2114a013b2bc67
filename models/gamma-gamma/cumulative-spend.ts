import betainc from "@stdlib/math-base-special-betainc";
import gammainc from "@stdlib/math-base-special-gammainc";
import { ClvError } from "../../src/errors.ts";
import { isInfinite } from "../../src/math/infinite.ts";
import type { Parameters } from "../../src/model.ts";
import { requireParameters } from "./parameters.ts";

/**
 * P(M̄ ≤ m | x): the share of customers whose x repeat purchases have a mean value of at most m.
 *
 *     P(M̄ ≤ m | x) = I_u(p x, q),  u = m x/(v + m x)
 *
 * The total m x is Gamma(p x, ν) with ν ~ Gamma(q, v), so m x/v is beta prime with shapes p x and q. This is the
 * distribution whose density is the likelihood of one customer. Relative error below 1e-12 (of I_u as `@stdlib`
 * computes it).
 *
 * @param theta p, q > 0; v > 0 in money units
 * @param x repeat purchases, an integer ≥ 1
 * @param m a mean value, in money units; 0 where it is not > 0, 1 where it is infinite
 * @returns a probability in [0, 1]
 * @throws ClvError when a parameter or x is outside its domain
 * @example
 * cumulativeSpend({ p: 6.25, q: 3.74, v: 15.44 }, 2, 30); // 0.5559...
 *
 * Fader & Hardie (2013), eq. 2, integrated.
 */
export function cumulativeSpend(theta: Parameters, x: number, m: number): number {
  requireParameters(theta);
  if (!(x >= 1 && Number.isInteger(x))) {
    throw new ClvError("usage", { where: "x", expected: "an integer of at least 1", got: x });
  }
  if (!(m > 0)) return 0;
  if (m === Number.POSITIVE_INFINITY) return 1;
  const { p, q, v } = theta;
  // At the limits one of the two gammas, or both, is a constant.
  if (isInfinite(q)) return isInfinite(p) ? Number(m >= (p / q) * v) : gammainc((m * x * q) / v, p * x);
  if (isInfinite(p)) return gammainc((p * v) / m, q, true, true);
  return betainc((m * x) / (v + m * x), p * x, q);
}
