import gammainc from "@stdlib/math-base-special-gammainc";
import type { Heterogeneity } from "../../src/model.ts";
import { gammaRate } from "../family/gamma-heterogeneity.ts";

/** The differences between Pareto/NBD customers: λ ~ Gamma(r, α) and μ ~ Gamma(s, β); s = 0: μ = 0 for all. */
export const heterogeneity: readonly Heterogeneity[] = [
  gammaRate("purchases per time while alive (λ)"),
  {
    name: "death-rate",
    title: "rate of dropping out, per time (μ)",
    timePower: -1,
    moneyPower: 0,
    upper: Number.POSITIVE_INFINITY,
    mean: ({ s, beta }) => s / beta,
    cumulative: ({ s, beta }, rate) => (s === 0 ? 1 : gammainc(beta * rate, s)),
  },
];
