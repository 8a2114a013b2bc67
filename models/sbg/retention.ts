import type { Parameters } from "../../src/model.ts";
import { geometricMean } from "../bg-bb/predictions.ts";

/**
 * The retention rate r_t = S(t)/S(t−1) = (β+t−1)/(α+β+t−1): it rises with t, although that of a single customer does
 * not.
 *
 * Fader & Hardie (2007).
 *
 * @param theta α, β > 0 of the chance to churn, Beta(α, β)
 * @param t the renewal, an integer ≥ 1
 * @example
 * retention({ alpha: 0.668, beta: 3.806 }, 1); // 0.85...
 */
export function retention({ alpha, beta }: Parameters, t: number): number {
  return (beta + (t - 1)) / (alpha + beta + (t - 1));
}

/** S(t): the share of a cohort that has renewed t times; 1 for t = 0. A product of retention rates. */
export function survival(theta: Parameters, t: number): number {
  let share = 1;
  for (let k = 1; k <= t; k++) share *= retention(theta, k);
  return share;
}

/** P(T = t): churns at the t-th renewal, t ≥ 1. */
export function churn(theta: Parameters, t: number): number {
  const { alpha, beta } = theta;
  return (survival(theta, t - 1) * alpha) / (alpha + beta + (t - 1));
}

/**
 * The discounted expected lifetime of a new contract, Σ_{t≥0} S(t)/(1+d)^t, for d > 0 per period. It is the first
 * period, which is certain, and the residual of those about to decide.
 */
export function discountedLifetime(theta: Parameters, d: number): number {
  return 1 + discountedResidualLifetime(theta, 1, d) / (1 + d);
}

/**
 * The discounted expected residual lifetime of a customer who has renewed t−1 times and is about to decide for the t-th, d > 0 per period:
 *
 *     Σ_{j≥0} S(t+j)/S(t−1)/(1+d)^j = (β+t−1)/(α+β+t−1) · 2F1(1, β+t; α+β+t; 1/(1+d))
 */
export function discountedResidualLifetime(theta: Parameters, t: number, d: number): number {
  const { alpha, beta } = theta;
  return retention(theta, t) * geometricMean(beta + t, alpha, 1 / (1 + d));
}
