import { chiSquareTail } from "../math/chi-square.ts";

/** The distance between two distributions over the same bins. */
export interface StabilityIndex {
  /** Population stability index: Σ (q − p)·ln(q/p) over the bins. */
  readonly index: number;
  /** The index over what chance alone gives it, 1/n + 1/m a bin. */
  readonly statistic: number;
  readonly freedom: number;
  readonly p: number;
}

/**
 * The population stability index of counts in bins, with ½ added to each so that an empty bin has a share, and its
 * test. If both are samples of one distribution, index/(1/n + 1/m) is χ² with one degree of freedom fewer than bins.
 *
 * The customers of a shop grow older, so scores always change. The index of scores then and now is 0.7 after a month of
 * CDNOW in which nothing changed. So `expected` should be the model's expectation for now, not the counts of then.
 */
export function stabilityIndex(expected: readonly number[], actual: readonly number[]): StabilityIndex {
  const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);
  const [n, m, bins] = [sum(expected), sum(actual), expected.length];
  const share = (count: number, all: number): number => (count + 0.5) / (all + bins / 2);
  const index = expected.reduce((total, count, k) => {
    const [p, q] = [share(count, n), share(actual[k], m)];
    return total + (q - p) * Math.log(q / p);
  }, 0);
  const statistic = index / (1 / n + 1 / m);
  return { index, statistic, freedom: bins - 1, p: bins > 1 ? chiSquareTail(statistic, bins - 1) : 1 };
}
