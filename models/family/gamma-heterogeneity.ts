import gammainc from "@stdlib/math-base-special-gammainc";
import type { Heterogeneity } from "../../src/model.ts";

/** Purchase rates λ ~ Gamma(r, α), under the title a model gives them. */
export function gammaRate(title: string): Heterogeneity {
  return {
    name: "rate",
    title,
    timePower: -1,
    moneyPower: 0,
    upper: Number.POSITIVE_INFINITY,
    mean: ({ r, alpha }) => r / alpha,
    cumulative: ({ r, alpha }, rate) => gammainc(alpha * rate, r),
  };
}
