import { requireHorizon, requireNonNegative } from "../../src/errors.ts";
import type { Parameters } from "../../src/model.ts";
import { requireAge } from "../family/history.ts";
import { expectedPurchasesIfAlive as ofParetoNbd } from "../pareto-nbd/expected-purchases.ts";
import { deathFirst, discountedLifetime, neither, purchaseFirst, type Rivals } from "./death-integral.ts";
import { rateAt } from "./lifetimes.ts";
import { requireParameters } from "./parameters.ts";

/**
 * The expected number of purchases in (T, T+t] of a customer alive at T, each discounted by e^(−δu) when it happens at T+u.
 *
 *     D = (r+x)/(α+T) · ∫₀^t e^(−δu) (B/(B+H(u)))^s du,   H(u) = (e^(bu) − 1)/b,   B = (β + H(T)) e^(−bT)
 *
 * By quadrature (see `layAgingNodes`); with δ = 0 it is R/A [F(z₀) − (D₀/D₁)^s F(z₁)]/(bs), F = 2F1(1, s; s+1; z),
 * which loses its digits as b → 0. Without a horizon, t = ∞, it is a number where b·s > 0, because death rates grow for
 * ever. At b = 0 it is that of Pareto/NBD: ∞ without a discount if s ≤ 1.
 *
 * Relative error below 1e-12. Bemmaor & Glady (2012), with their erratum, for the undiscounted one.
 *
 * @param theta r, α, β (both in time units) > 0; b (per time unit), s ≥ 0
 * @param x repeat purchases so far, an integer ≥ 0
 * @param T age, ≥ 0, in time units
 * @param t length of time ≥ 0, in time units; ∞ for all that is to come
 * @param delta continuous discount rate δ ≥ 0, per time unit: ln(1 + d) for a rate d per time unit; 0 for none
 * @returns a number ≥ 0, or ∞
 * @throws ClvError when an argument is outside its domain
 * @example
 * const theta = { r: 0.553, alpha: 10.578, b: 0.02, s: 0.606, beta: 11.669 };
 * discountedPurchasesIfAlive(theta, 0, 0, 52, 0); // 1.3356...
 */
export function discountedPurchasesIfAlive(theta: Parameters, x: number, T: number, t: number, delta: number): number {
  requireParameters(theta);
  requireAge(x, T);
  requireHorizon("t", t);
  requireNonNegative("delta", delta);
  if (t === 0) return 0;
  if (theta.b === 0 && delta === 0) return ofParetoNbd(theta, x, T, t);
  const { rho, A, b, s, B } = law(theta, x, T);
  const endless = t === Number.POSITIVE_INFINITY && delta === 0 && s === 0;
  return endless ? Number.POSITIVE_INFINITY : (rho / A) * discountedLifetime(b, s, B, t, delta);
}

/** P(at least one purchase in (T, T+t]) of a customer alive at T: the next purchase comes before death and before T+t. Error below 1e-12. */
export function probabilityOfPurchaseIfAlive(theta: Parameters, x: number, T: number, t: number): number {
  return Math.min(1, purchaseFirst(requireFuture(theta, x, T, t), t));
}

/** P(no purchase in (T, T+t]) of a customer alive at T: quiet until T+t, or death comes first. It keeps its digits where it is small. */
export function probabilityOfNoPurchaseIfAlive(theta: Parameters, x: number, T: number, t: number): number {
  const rivals = requireFuture(theta, x, T, t);
  return Math.min(1, neither(rivals, t) + deathFirst(rivals, t));
}

/** Purchases and death of a customer alive at T. */
function law({ r, alpha, b, s, beta }: Parameters, x: number, T: number): Rivals {
  return { rho: r + x, A: alpha + T, b, s, B: rateAt(b, beta, T) };
}

function requireFuture(theta: Parameters, x: number, T: number, t: number): Rivals {
  requireParameters(theta);
  requireAge(x, T);
  requireNonNegative("t", t);
  return law(theta, x, T);
}
