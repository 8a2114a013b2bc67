import type { Heterogeneity } from "../../src/model.ts";
import { betaShare } from "../family/beta-heterogeneity.ts";
import { gammaRate } from "../family/gamma-heterogeneity.ts";

/** Dropout probabilities p ~ Beta(a, b), under the title a model gives them. */
export function betaDropout(title: string): Heterogeneity {
  return betaShare("dropout", title, "a", "b");
}

/** What differs between BG/NBD customers. */
export const heterogeneity: readonly Heterogeneity[] = [
  gammaRate("purchases per time while alive (λ)"),
  betaDropout("probability to drop out after a repeat purchase (p)"),
];
