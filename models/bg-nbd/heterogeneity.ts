import betainc from "@stdlib/math-base-special-betainc";
import type { Heterogeneity } from "../../src/model.ts";
import { gammaRate } from "../family/gamma-heterogeneity.ts";

/** Dropout probabilities p ~ Beta(a, b), under the title a model gives them; a = 0: p = 0 for everybody. */
export function betaDropout(title: string): Heterogeneity {
  return {
    name: "dropout",
    title,
    timePower: 0,
    moneyPower: 0,
    upper: 1,
    mean: ({ a, b }) => a / (a + b),
    cumulative: ({ a, b }, p) => (a === 0 ? 1 : betainc(p, a, b)),
  };
}

/** What differs between BG/NBD customers. */
export const heterogeneity: readonly Heterogeneity[] = [
  gammaRate("purchases per time while alive (λ)"),
  betaDropout("probability to drop out after a repeat purchase (p)"),
];
