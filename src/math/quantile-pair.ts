import { quickselect } from "simple-statistics";

/**
 * The ends between which a share `level` of draws lies: their quantiles at (1 ∓ level)/2.
 *
 * The p-quantile of n draws is the order statistic number p(n + 1), between neighbours by linear interpolation: a new draw
 * from the same distribution falls below it with probability p exactly. 199 draws give ends at whole numbers for 0.9
 * and 0.95. The draws are partly sorted in place.
 */
export function quantilePair(draws: Float64Array, level: number): [low: number, high: number] {
  return [quantile(draws, (1 - level) / 2), quantile(draws, (1 + level) / 2)];
}

function quantile(draws: Float64Array, p: number): number {
  const n = draws.length;
  const place = Math.min(Math.max(p * (n + 1), 1), n);
  // A whole place that rounding has moved by an ulp or two is meant whole.
  const whole = Math.floor(place + 1e-9);
  const below = select(draws, whole - 1);
  if (place - whole < 1e-9) return below;
  return below + (place - whole) * (select(draws, whole) - below);
}

function select(draws: Float64Array, k: number): number {
  quickselect(draws as unknown as number[], k, 0, draws.length - 1);
  return draws[k];
}
