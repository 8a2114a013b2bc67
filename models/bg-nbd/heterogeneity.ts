import betainc from "@stdlib/math-base-special-betainc";
import type { Heterogeneity } from "../../src/model.ts";
import { gammaRate } from "../family/gamma-heterogeneity.ts";
import { dropoutPoints } from "./dropout.ts";

/** Dropout probabilities p ~ Beta(a, b), under the title a model gives them, at a limit of the model on points of it. */
export function betaDropout(title: string): Heterogeneity {
  return {
    name: "dropout",
    title,
    timePower: 0,
    moneyPower: 0,
    upper: 1,
    mean: ({ a, b }) => a / (a + b),
    cumulative: ({ a, b }, p) => {
      const points = dropoutPoints(a, b);
      if (points === undefined) return betainc(p, a, b);
      return points.reduce((sum, point) => sum + (point.p <= p ? point.share : 0), 0);
    },
  };
}

/** What differs between BG/NBD customers. */
export const heterogeneity: readonly Heterogeneity[] = [
  gammaRate("purchases per time while alive (λ)"),
  betaDropout("probability to drop out after a repeat purchase (p)"),
];
