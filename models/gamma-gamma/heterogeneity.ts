import gammainc from "@stdlib/math-base-special-gammainc";
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
    cumulative: ({ p, q, v }, value) => (value > 0 ? gammainc((v * p) / value, q, true, true) : 0),
  },
];
