import gammainc from "@stdlib/math-base-special-gammainc";
import { isInfinite } from "../../src/math/infinite.ts";
import type { Heterogeneity } from "../../src/model.ts";
import { expectedSpend } from "./expected-spend.ts";

/** What differs between Gamma-Gamma customers: the mean value of a purchase ζ = p/ν with ν ~ Gamma(q, v), so P(ζ ≤ z) = P(ν ≥ p/z). */
export const heterogeneity: readonly Heterogeneity[] = [
  {
    name: "spend",
    title: "mean value per purchase (ζ)",
    timePower: 0,
    moneyPower: 1,
    upper: Number.POSITIVE_INFINITY,
    mean: (theta) => expectedSpend(theta, 0)?.constant,
    cumulative: ({ p, q, v }, value) => {
      if (!(value > 0)) return 0;
      return isInfinite(q) ? Number(value >= (p / q) * v) : gammainc((v * p) / value, q, true, true);
    },
  },
];
