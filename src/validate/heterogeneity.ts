import type { Heterogeneity, Parameters } from "../model.ts";
import type { HeterogeneityDensity } from "./goodness-of-fit.ts";

const POINTS = 60;
/** The curve ends at the value below which this share of customers is. */
const SHOWN = 0.975;

/**
 * The fitted density of a quantity that differs between customers, as means over sixty equal cells: (F(v + h) − F(v))/h. It is finite
 * where the density itself is not (a Gamma with r < 1 at 0).
 */
export function heterogeneityDensity(quantity: Heterogeneity, theta: Parameters): HeterogeneityDensity {
  const end = quantity.upper < Number.POSITIVE_INFINITY ? quantity.upper : quantileOf(quantity, theta, SHOWN);
  const cell = end / POINTS;
  return {
    name: quantity.name,
    title: quantity.title,
    mean: quantity.mean(theta),
    points: Array.from({ length: POINTS }, (_, k) => ({
      value: (k + 0.5) * cell,
      density: (quantity.cumulative(theta, (k + 1) * cell) - quantity.cumulative(theta, k * cell)) / cell,
    })),
  };
}

/** The value below which a share of the customers lies, by bisection of its logarithm. */
function quantileOf(quantity: Heterogeneity, theta: Parameters, share: number): number {
  let [low, high] = [-300, 300];
  while (high - low > 1e-4) {
    const middle = (low + high) / 2;
    if (quantity.cumulative(theta, Math.exp(middle)) < share) low = middle;
    else high = middle;
  }
  return Math.exp(high);
}
