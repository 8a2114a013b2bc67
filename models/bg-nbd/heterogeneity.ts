import betainc from "@stdlib/math-base-special-betainc";
import gammainc from "@stdlib/math-base-special-gammainc";
import type { Heterogeneity } from "../../src/model.ts";

/** What differs between BG/NBD customers: λ ~ Gamma(r, α) and p ~ Beta(a, b); a = 0: p = 0 for everybody. */
export const heterogeneity: readonly Heterogeneity[] = [
  {
    name: "rate",
    title: "purchases per time while alive (λ)",
    timePower: -1,
    moneyPower: 0,
    upper: Number.POSITIVE_INFINITY,
    mean: ({ r, alpha }) => r / alpha,
    cumulative: ({ r, alpha }, rate) => gammainc(alpha * rate, r),
  },
  {
    name: "dropout",
    title: "probability to drop out after a repeat purchase (p)",
    timePower: 0,
    moneyPower: 0,
    upper: 1,
    mean: ({ a, b }) => a / (a + b),
    cumulative: ({ a, b }, p) => (a === 0 ? 1 : betainc(p, a, b)),
  },
];
