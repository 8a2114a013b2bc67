import type { Heterogeneity } from "../../src/model.ts";
import { gammaDeathRate, gammaRate } from "../family/gamma-heterogeneity.ts";

/** The differences between GGompertz/NBD customers: λ ~ Gamma(r, α) and, at age 0, μ ~ Gamma(s, β); s = 0: μ = 0 for all, s = ∞: μ = s/β. */
export const heterogeneity: readonly Heterogeneity[] = [
  gammaRate("purchases per time while alive (λ)"),
  gammaDeathRate("rate of dropping out at age 0, per time (μ)"),
];
