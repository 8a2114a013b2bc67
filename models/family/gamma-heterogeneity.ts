import gammainc from "@stdlib/math-base-special-gammainc";
import { isInfinite } from "../../src/math/infinite.ts";
import type { Heterogeneity } from "../../src/model.ts";

/** Purchase rates λ ~ Gamma(r, α), under the title a model gives them; at a limit of the model one rate for all. */
export function gammaRate(title: string): Heterogeneity {
  return {
    name: "rate",
    title,
    timePower: -1,
    moneyPower: 0,
    upper: Number.POSITIVE_INFINITY,
    mean: ({ r, alpha }) => r / alpha,
    cumulative: ({ r, alpha }, rate) => (isInfinite(r) ? Number(rate >= r / alpha) : gammainc(alpha * rate, r)),
  };
}

/**
 * Death rates μ ~ Gamma(s, β), under the title a model gives them; s = 0: no customer dies; s = ∞: one rate for all.
 */
export function gammaDeathRate(title: string): Heterogeneity {
  return {
    name: "death-rate",
    title,
    timePower: -1,
    moneyPower: 0,
    upper: Number.POSITIVE_INFINITY,
    mean: ({ s, beta }) => s / beta,
    cumulative({ s, beta }, rate) {
      if (s === 0) return 1;
      return isInfinite(s) ? Number(rate >= s / beta) : gammainc(beta * rate, s);
    },
  };
}
