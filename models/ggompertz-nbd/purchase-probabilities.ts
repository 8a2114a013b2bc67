import { requireNonNegative } from "../../src/errors.ts";
import type { Parameters } from "../../src/model.ts";
import { requireAge, requireCount } from "../family/history.ts";
import { type Lives, purchasesUntilDeath } from "../family/purchases-until-death.ts";
import { growthLeft, hazardLog, poleBeside, rateAt } from "./lifetimes.ts";
import { requireParameters } from "./parameters.ts";

/**
 * P(n purchases in (T, T+t] | alive at T, x) for n = 0 … nMax.
 *
 *     P(n) = NBD(n; t) (B/(B+H(t)))^s + ∫₀^t s e^(by)/(B+H(y)) (B/(B+H(y)))^s NBD(n; y) dy,   B = (β + H(T)) e^(−bT),
 *     NBD(n; y) = Γ(R+n)/(Γ(R) n!) (1−u)^R u^n,   u = y/(A+y), R = r+x, A = α+T, H(y) = (e^(by) − 1)/b
 *
 * In words: alive at T+t or dead y after T, after n purchases. Every term is positive; see `purchasesUntilDeath`.
 *
 * Relative error below 1e-12 on the project's fixture.
 *
 * Bemmaor & Glady (2012) for the story.
 *
 * @param theta r, α, β (both in time units) > 0; b (per time unit), s ≥ 0
 * @param x repeat purchases, an integer ≥ 0
 * @param T age at the end of observation, in time units
 * @param t length of time ≥ 0, in time units
 * @param nMax an integer ≥ 0
 * @returns nMax + 1 probabilities; 1 less their sum is the probability of more
 * @throws ClvError when an argument is outside its domain
 * @example
 * const theta = { r: 0.553, alpha: 10.578, b: 0.02, s: 0.606, beta: 11.669 };
 * purchaseProbabilitiesIfAlive(theta, 0, 0, 39, 5)[0]; // 0.6073...
 */
export function purchaseProbabilitiesIfAlive(
  theta: Parameters,
  x: number,
  T: number,
  t: number,
  nMax: number,
): Float64Array {
  requireParameters(theta);
  requireAge(x, T);
  requireNonNegative("t", t);
  requireCount(nMax);
  return purchasesUntilDeath(theta.r + x, theta.alpha + T, livesAfter(theta, T), t, nMax);
}

/** The lives of customers alive at age T, from then on. */
function livesAfter({ b, s, beta }: Parameters, T: number): Lives {
  const B = rateAt(b, beta, T);
  return {
    scale: B,
    hazard: (y) => s * hazardLog(b, B, y),
    rate: (y) => s / rateAt(b, B, y),
    rise: { at: (y) => growthLeft(b, B, y), whole: Math.log(Math.max(1, b * B)) },
    pole: (m) => poleBeside(b, B, m),
  };
}
