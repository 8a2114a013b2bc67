import { requireHorizon, requireNonNegative } from "../../src/errors.ts";
import type { Parameters } from "../../src/model.ts";
import { requireAge } from "../family/history.ts";
import { deathFirst, neither, purchaseFirst } from "./death-integral.ts";
import { discountedLifetime } from "./discounted-lifetime.ts";
import { requireParameters } from "./parameters.ts";

/**
 * The expected number of purchases in (T, T+t] of a customer alive at T.
 *
 *     G = (r+x)/(α+T) · ∫₀^t (B/(B+u))^s du = (r+x)/(α+T) · B·(1 − e^(−(s−1)L))/(s−1),   B = β+T, L = ln(1 + t/B)
 *
 * s = 1 is no pole: B·L. For t = ∞: (r+x)/(α+T)·B/(s−1) if s > 1, else ∞: death then comes too late for a mean.
 *
 * Relative error below 1e-13. Schmittlein, Morrison & Colombo (1987).
 *
 * @param theta r, α, β (both in time units) > 0; s ≥ 0
 * @param x repeat purchases so far, an integer ≥ 0
 * @param T age, ≥ 0, in time units
 * @param t length of time ≥ 0, in time units; ∞ for all that is to come
 * @returns a number ≥ 0
 * @throws ClvError when an argument is outside its domain
 * @example
 * const theta = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
 * expectedPurchasesIfAlive(theta, 0, 0, 52); // 1.4729...
 */
export function expectedPurchasesIfAlive(theta: Parameters, x: number, T: number, t: number): number {
  requireFuture(theta, x, T, t);
  const B = theta.beta + T;
  const L = Math.log1p(t / B);
  const excess = theta.s - 1;
  const lifetime = B * (excess === 0 ? L : -Math.expm1(-excess * L) / excess);
  return ((theta.r + x) / (theta.alpha + T)) * lifetime;
}

/**
 * The same, each purchase discounted by e^(−δu) when it happens at T+u.
 *
 *     D = (r+x)/(α+T) · ∫₀^t e^(−δu) (B/(B+u))^s du,   B = β+T
 *
 * By quadrature (see `discountedLifetime`). For t = ∞ and δ > 0 always a number: discounted expected residual purchases.
 *
 * Relative error below 1e-12. The integral has incomplete Gamma functions, (r+x)/(α+T)·B^s δ^(s−1) e^(δB) [Γ(1−s, δB) −
 * Γ(1−s, δ(B+t))], which lose digits for large δB or s near 1.
 *
 * Fader, Hardie & Lee (2005), "RFM and CLV", for the idea of discounting in continuous time.
 *
 * @param theta r, α, β (both in time units) > 0; s ≥ 0
 * @param x repeat purchases so far, an integer ≥ 0
 * @param T age, ≥ 0, in time units
 * @param t length of time ≥ 0, in time units; ∞ for all that is to come
 * @param delta continuous discount rate δ ≥ 0, per time unit: ln(1 + d) for a rate d per time unit
 * @returns a number from 0 to the undiscounted one
 * @throws ClvError when an argument is outside its domain
 * @example
 * const theta = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
 * const delta = Math.log(1.1) / (365.25 / 7);
 * discountedPurchasesIfAlive(theta, 2, 38.86, Number.POSITIVE_INFINITY, delta); // 9.4051...
 */
export function discountedPurchasesIfAlive(theta: Parameters, x: number, T: number, t: number, delta: number): number {
  requireNonNegative("delta", delta);
  if (delta === 0 || t === 0) return expectedPurchasesIfAlive(theta, x, T, t);
  requireFuture(theta, x, T, t);
  return ((theta.r + x) / (theta.alpha + T)) * discountedLifetime(theta.s, theta.beta + T, t, delta);
}

/**
 * The probability of at least one purchase in (T, T+t] of a customer alive at T: the next purchase comes before death and before T+t.
 *
 *     ∫₀^t R/(A+y) (A/(A+y))^R (B/(B+y))^s dy,   R = r+x, A = α+T, B = β+T
 *
 * Relative error below 1e-12, however small it is.
 *
 * @param theta r, α, β (both in time units) > 0; s ≥ 0
 * @param x repeat purchases so far, an integer ≥ 0
 * @param T age, ≥ 0, in time units
 * @param t length of time ≥ 0, in time units
 * @returns a probability in [0, 1]
 * @throws ClvError when an argument is outside its domain
 * @example
 * probabilityOfPurchaseIfAlive({ r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }, 0, 38.86, 39); // 0.2346...
 */
export function probabilityOfPurchaseIfAlive(theta: Parameters, x: number, T: number, t: number): number {
  requireNonNegative("t", t);
  requireFuture(theta, x, T, t);
  return purchaseFirst(theta.r + x, theta.alpha + T, theta.s, theta.beta + T, t);
}

/**
 * The probability of no purchase in (T, T+t] of a customer alive at T: alive and quiet until T+t, or death comes first. It keeps its
 * digits where it is small.
 *
 * @param theta r, α, β (both in time units) > 0; s ≥ 0
 * @param x repeat purchases so far, an integer ≥ 0
 * @param T age, ≥ 0, in time units
 * @param t length of time ≥ 0, in time units
 * @returns a probability in [0, 1]
 * @throws ClvError when an argument is outside its domain
 * @example
 * probabilityOfNoPurchaseIfAlive({ r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }, 0, 38.86, 39); // 0.7653...
 */
export function probabilityOfNoPurchaseIfAlive(theta: Parameters, x: number, T: number, t: number): number {
  requireNonNegative("t", t);
  requireFuture(theta, x, T, t);
  const law = [theta.r + x, theta.alpha + T, theta.s, theta.beta + T, t] as const;
  return neither(...law) + deathFirst(...law);
}

function requireFuture(theta: Parameters, x: number, T: number, t: number): void {
  requireParameters(theta);
  requireAge(x, T);
  requireHorizon("t", t);
}
