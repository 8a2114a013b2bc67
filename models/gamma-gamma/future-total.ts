import gammaln from "@stdlib/math-base-special-gammaln";
import type { FutureTotal, TotalLaw } from "../../src/model/future-total.ts";
import type { Parameters } from "../../src/model.ts";
import { requireCount, requireParameters } from "./parameters.ts";

/** Standard deviation of ln total that is taken where the law is narrower: an end moves by a few thousandths at most. */
const NARROWEST = 0.004;
/** A Gamma variable of this shape varies by a thousandth: a larger shape is taken for it, with the same mean. */
const LARGEST_SHAPE = 1e6;
/** The law leaves out the part beyond e^−14 = 8·10⁻⁷ of a tail, or beyond 6 standard deviations. */
const [TAIL, DEVIATIONS] = [14, 6];
/** Tails heavier than total^−0.05 are cut: their quantiles exceed any realistic amount of money. */
const HEAVIEST = 0.05;

/**
 * The law of the total value of the next n purchases of a customer whose x repeat purchases had the mean value m.
 *
 *     total/(v + x m) = Γ_{pn}/Γ_{px+q}, beta prime with shapes a = p n and b = p x + q, so y = ln of it has the density
 *     u^a (1 − u)^b / B(a, b),  u = 1/(1 + e^−y)
 *
 * `simulateFuture` draws from it. Where both shapes are so large that y varies by less than 0.004, they are taken smaller in proportion.
 *
 * @param theta p, q > 0; v > 0 in money units
 * @param x repeat purchases, an integer ≥ 0
 * @throws ClvError when an argument is outside its domain
 * @example
 * const { scale, law } = futureTotal({ p: 6.25, q: 3.74, v: 15.44 }, 2);
 * const density = new Float64Array(2);
 * law(3).density(0.4, density);
 * scale; // { constant: 15.44, slope: 2 }
 * density[0]; // 0.8801...
 *
 * Fader & Hardie (2013), assumptions i and ii, and the posterior of ν in their derivation of eq. 5.
 */
export function futureTotal(theta: Parameters, x: number): FutureTotal {
  requireParameters(theta);
  requireCount("x", x, 0);
  const { p, q, v } = theta;
  return { scale: { constant: v, slope: x }, law: (n) => lawOf(p * requireCount("n", n, 1), p * x + q) };
}

/** Of ln(Γ_a/Γ_b). */
function lawOf(shapeOfFuture: number, shapeOfPast: number): TotalLaw {
  const variance = 1 / shapeOfFuture + 1 / shapeOfPast;
  const firm = Math.min(1, variance / NARROWEST ** 2);
  const a = Math.min(firm * shapeOfFuture, LARGEST_SHAPE);
  const b = Math.min(firm * shapeOfPast, LARGEST_SHAPE);
  // Γ_a/a hardly varies with a this large, so a factor makes up for the shape.
  const shift = Math.log((firm * shapeOfFuture) / a) - Math.log((firm * shapeOfPast) / b);
  const logBeta = gammaln(a) + gammaln(b) - gammaln(a + b);
  const middle = Math.log(a / b) + shift;
  const width = Math.sqrt(1 / a + 1 / b);
  return {
    from: middle - DEVIATIONS * width - TAIL / Math.max(a, HEAVIEST),
    until: middle + DEVIATIONS * width + TAIL / Math.max(b, HEAVIEST),
    width,
    density(y, out) {
      const odds = Math.exp(shift - y);
      const logU = -Math.log1p(odds);
      const f = Math.exp(a * logU + b * (logU + shift - y) - logBeta);
      out[0] = f;
      out[1] = f > 0 ? f * (a - (a + b) / (1 + odds)) : 0;
    },
  };
}
