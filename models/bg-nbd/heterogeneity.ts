import betainc from "@stdlib/math-base-special-betainc";
import gammainc from "@stdlib/math-base-special-gammainc";
import { isInfinite } from "../../src/math/infinite.ts";
import type { Heterogeneity } from "../../src/model.ts";
import { dropoutPoints } from "./dropout.ts";

/** What differs between BG/NBD customers: λ ~ Gamma(r, α) and p ~ Beta(a, b); at a limit of the model they lie on points. */
export const heterogeneity: readonly Heterogeneity[] = [
  {
    name: "rate",
    title: "purchases per time while alive (λ)",
    timePower: -1,
    moneyPower: 0,
    upper: Number.POSITIVE_INFINITY,
    mean: ({ r, alpha }) => r / alpha,
    cumulative: ({ r, alpha }, rate) => (isInfinite(r) ? Number(rate >= r / alpha) : gammainc(alpha * rate, r)),
  },
  {
    name: "dropout",
    title: "probability to drop out after a repeat purchase (p)",
    timePower: 0,
    moneyPower: 0,
    upper: 1,
    mean: ({ a, b }) => a / (a + b),
    cumulative: ({ a, b }, p) => {
      const points = dropoutPoints(a, b);
      if (points === undefined) return betainc(p, a, b);
      return points.reduce((sum, point) => sum + (point.p <= p ? point.share : 0), 0);
    },
  },
];
