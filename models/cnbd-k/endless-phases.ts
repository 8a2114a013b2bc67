import { isInfinite } from "../../src/math/infinite.ts";
import { dropoutMean } from "../bg-nbd/dropout.ts";
import type { Alive } from "./phases.ts";

/** Step of the trapezoidal rule in ln λ, and in standard deviations of it where the weight is narrow. */
const STEP = 0.2;
const STEP_OF_DEVIATION = 0.5;
/** What is smaller than this part of the sum no longer counts. */
const NEGLIGIBLE = 1e-20;
const FAR_BELOW = Math.exp(-42);

/**
 * ∫₀^∞ e^(−κy) dG_j(y), κ > 0: all purchases to come of a customer alive j phases after the last one, each discounted when it happens.
 *
 * A phase that ends at the rate λ is worth v = λ/(λ+κ) of what follows it, and a purchase ends k of them:
 *
 *     E_λ E_p[Σ_{m≥1} (1−p)^(m−1) v^(km−j)] = R·E[v^(k−j−1)/(λ+κ) · E_p 1/(1 − (1−p)v^k)],   λ ~ Gamma(R, 1), then Gamma(R+1, 1)
 *
 * Trapezoidal rule in ln λ, numerator and denominator on the same nodes, within the mean over p. The shape R+1 keeps the left tail short,
 * and v^(k−j)E_p[…] rises with λ, which bounds what is left there. Every term is positive.
 */
export function endlessDiscountedPhases({ k, j, R, a, B }: Alive, kappa: number): number {
  const factors: number[] = [];
  const gaps: number[] = [];
  const powers: number[] = [];
  const add = (lambda: number, weight: number): void => {
    const logV = -Math.log1p(kappa / lambda);
    factors.push((weight * Math.exp((k - j - 1) * logV)) / (lambda + kappa));
    gaps.push(-Math.expm1(k * logV));
    powers.push(Math.exp(k * logV));
  };
  const shape = R + 1;
  const weights = isInfinite(R) ? 1 : layRates(shape, kappa, add);
  if (isInfinite(R)) add(R, 1);
  const steepness = powers.reduce((most, V, i) => Math.max(most, V / gaps[i]), 0);
  const sum = dropoutMean(a, B, steepness, (p) => {
    let total = 0;
    for (let i = 0; i < factors.length; i++) total += factors[i] / (gaps[i] + p * powers[i]);
    return total;
  });
  return (R * sum) / weights;
}

/** Tells the nodes of λ ~ Gamma(shape, 1) with their weights, relative to that of the mode; returns the sum of these. */
function layRates(shape: number, kappa: number, add: (lambda: number, weight: number) => void): number {
  const step = Math.min(STEP, STEP_OF_DEVIATION / Math.sqrt(shape));
  let weights = 0;
  const at = (d: number): { lambda: number; weight: number } => {
    const lambda = shape * Math.exp(d);
    const weight = Math.exp(shape * (d - Math.expm1(d)));
    weights += weight;
    add(lambda, weight);
    return { lambda, weight };
  };
  at(0);
  for (let i = 1; at(i * step).weight > NEGLIGIBLE; i++);
  for (let i = -1; ; i--) {
    const { lambda, weight } = at(i * step);
    if (weight < NEGLIGIBLE && (lambda < kappa * FAR_BELOW || (weight * shape) / lambda < NEGLIGIBLE)) return weights;
  }
}
