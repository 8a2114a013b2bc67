import { quickselect } from "simple-statistics";

/**
 * The position of an end among n sorted draws, counted from its side: at `place`, plus `part` of the distance to the
 * next.
 */
export interface EndPlace {
  /** From 1 on. */
  readonly place: number;
  /** In [0, 1). */
  readonly part: number;
}

/**
 * The positions of the quantiles at (1 ∓ level)/2 of n draws, between which a share `level` lies.
 *
 * The p-quantile of n draws is the order statistic number p(n + 1), with linear interpolation between neighbours. A new
 * draw from the same distribution is below it with probability p exactly. With 199 draws the ends for 0.9 and 0.95 are
 * order statistics themselves. The upper end is as far from the largest draw as the lower end from the smallest.
 */
export function endPlace(n: number, level: number): EndPlace {
  const exact = Math.min(Math.max(((1 - level) / 2) * (n + 1), 1), n);
  // A place that rounding has moved from a whole number by an ulp or two counts as whole.
  const place = Math.floor(exact + 1e-9);
  return { place, part: exact - place < 1e-9 ? 0 : exact - place };
}

/**
 * The ends between which a share `level` of draws lies, see {@link endPlace}. The draws are partly sorted in place.
 *
 * @param zeros further draws, all 0; the others must then be ≥ 0
 */
export function quantilePair(draws: Float64Array, level: number, zeros = 0): [low: number, high: number] {
  const n = draws.length + zeros;
  const { place, part } = endPlace(n, level);
  return [end(draws, zeros, place, part, 1), end(draws, zeros, n + 1 - place, part, -1)];
}

function end(draws: Float64Array, zeros: number, place: number, part: number, step: 1 | -1): number {
  const near = orderStatistic(draws, zeros, place);
  return part === 0 ? near : between(near, orderStatistic(draws, zeros, place + step), part);
}

function orderStatistic(draws: Float64Array, zeros: number, number: number): number {
  return number <= zeros ? 0 : select(draws, number - zeros - 1);
}

/** The point at a part of the distance from a to b; equal infinities give themselves. */
export function between(a: number, b: number, part: number): number {
  return a === b ? a : a + part * (b - a);
}

function select(draws: Float64Array, k: number): number {
  quickselect(draws as unknown as number[], k, 0, draws.length - 1);
  return draws[k];
}
