import gammainc from "@stdlib/math-base-special-gammainc";
import { isInfinite } from "../../src/math/infinite.ts";
import type { Heterogeneity } from "../../src/model.ts";
import { gammaRate } from "../family/gamma-heterogeneity.ts";

/** The differences between Pareto/NBD customers: λ ~ Gamma(r, α) and μ ~ Gamma(s, β); s = 0: μ = 0 for all, s = ∞: μ = s/β. */
export const heterogeneity: readonly Heterogeneity[] = [
  gammaRate("purchases per time while alive (λ)"),
  {
    name: "death-rate",
    title: "rate of dropping out, per time (μ)",
    timePower: -1,
    moneyPower: 0,
    upper: Number.POSITIVE_INFINITY,
    mean: ({ s, beta }) => s / beta,
    cumulative({ s, beta }, rate) {
      if (s === 0) return 1;
      return isInfinite(s) ? Number(rate >= s / beta) : gammainc(beta * rate, s);
    },
  },
];
