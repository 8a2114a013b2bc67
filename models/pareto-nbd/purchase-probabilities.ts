import { requireNonNegative } from "../../src/errors.ts";
import type { Parameters } from "../../src/model.ts";
import { requireAge, requireCount } from "../family/history.ts";
import { purchasesUntilDeath } from "../family/purchases-until-death.ts";
import { requireParameters } from "./parameters.ts";

/**
 * P(n purchases in (T, T+t] | alive at T, x) for n = 0 … nMax.
 *
 *     P(n) = NBD(n; t) (B/(B+t))^s + ∫₀^t s B^s (B+y)^(−s−1) NBD(n; y) dy,   B = β+T,
 *     NBD(n; y) = Γ(R+n)/(Γ(R) n!) (1−u)^R u^n,   u = y/(A+y), R = r+x, A = α+T
 *
 * In words: alive at T+t or dead y after T, after n purchases. Every term is positive; see `purchasesUntilDeath`.
 *
 * Relative error below 1e-12 on the project's fixture.
 *
 * Schmittlein, Morrison & Colombo (1987) for the story; the closed form of later papers is a difference of 2F1 and is not used.
 *
 * @param theta r, α, β (both in time units) > 0; s ≥ 0
 * @param x repeat purchases, an integer ≥ 0
 * @param T age at the end of observation, in time units
 * @param t length of time ≥ 0, in time units
 * @param nMax an integer ≥ 0
 * @returns nMax + 1 probabilities; 1 less their sum is the probability of more
 * @throws ClvError when an argument is outside its domain
 * @example
 * const theta = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
 * purchaseProbabilitiesIfAlive(theta, 0, 0, 39, 5)[0]; // 0.5936...
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
  const { s } = theta;
  const B = theta.beta + T;
  const lives = { scale: B, hazard: (y: number) => s * Math.log1p(y / B), rate: (y: number) => s / (B + y) };
  return purchasesUntilDeath(theta.r + x, theta.alpha + T, lives, t, nMax);
}
