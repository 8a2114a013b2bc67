import betainc from "@stdlib/math-base-special-betainc";
import type { Heterogeneity } from "../../src/model.ts";
import { dropoutPoints } from "../bg-nbd/dropout.ts";

/** A probability that is Beta(first, second) between customers, under the title a model gives it; at a limit of the model on points of it. */
export function betaShare(name: string, title: string, first: string, second: string): Heterogeneity {
  return {
    ...{ name, title, timePower: 0, moneyPower: 0, upper: 1 },
    mean: (theta) => theta[first] / (theta[first] + theta[second]),
    cumulative(theta, p) {
      const [a, b] = [theta[first], theta[second]];
      const points = dropoutPoints(a, b);
      if (points === undefined) return betainc(p, a, b);
      return points.reduce((sum, point) => sum + (point.p <= p ? point.share : 0), 0);
    },
  };
}
