import type { Heterogeneity } from "../../src/model.ts";
import { gammaDeathRate, gammaRate } from "../family/gamma-heterogeneity.ts";

/** The differences between Pareto/NBD customers: λ ~ Gamma(r, α) and μ ~ Gamma(s, β); s = 0: μ = 0 for all, s = ∞: μ = s/β. */
export const heterogeneity: readonly Heterogeneity[] = [
  gammaRate("purchases per time while alive (λ)"),
  gammaDeathRate("rate of dropping out, per time (μ)"),
];
