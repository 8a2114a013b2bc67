import { inOrder, type Ranked } from "../math/ranks.ts";
import type { Decile, GainPoint } from "./validation.ts";

const POINTS = 100;

/**
 * Passes the groups of customers with equal scores to a callback, with the running sum of `amounts`. Both columns are in
 * the descending order of the scores. Customers `from` to `to` raise the sum from `low` to `high`. Equal scores have no order, so the sum rises
 * evenly within a group, which is its mean over all orders that agree with the scores.
 */
function forEachGroup(
  scores: Float64Array,
  amounts: Float64Array,
  visit: (from: number, to: number, low: number, high: number) => void,
): void {
  let [from, low, sum] = [0, 0, 0];
  for (let k = 0; k < scores.length; k++) {
    sum += amounts[k];
    if (k + 1 < scores.length && scores[k + 1] === scores[k]) continue;
    visit(from, k + 1, low, sum);
    [from, low] = [k + 1, sum];
  }
}

/** The amount of the best k customers, for ascending values of k. */
function cumulated(scores: Float64Array, amounts: Float64Array, ks: readonly number[]): number[] {
  const sums: number[] = [];
  forEachGroup(scores, amounts, (from, to, low, high) => {
    while (sums.length < ks.length && ks[sums.length] <= to)
      sums.push(low + ((high - low) * (ks[sums.length] - from)) / (to - from));
  });
  return sums;
}

/** Twice the area between the curve and the diagonal, both scaled to 1: the Gini coefficient of the order. */
function gini(scores: Float64Array, amounts: Float64Array): number {
  let [area, total] = [0, 0];
  forEachGroup(scores, amounts, (from, to, low, high) => {
    area += (to - from) * (high + low);
    total = high;
  });
  return area / (amounts.length * total) - 1;
}

/**
 * Gini coefficient of the actual amounts in the expected order divided by that of the perfect order. It is 1 for the
 * perfect order, 0 on average for a random one, below 0 for a wrong one. Undefined if all amounts are equal.
 */
export function relativeGini(expected: Ranked, actual: Ranked): number | undefined {
  const perfect = gini(actual.sorted, actual.sorted);
  return perfect > 0 ? gini(expected.sorted, inOrder(actual.values, expected.order)) / perfect : undefined;
}

/** The gain curve in steps of 1 %: the share of the actual total of the best customers, by expected and by actual amount. */
export function gainCurve(expected: Ranked, actual: Ranked): GainPoint[] {
  const shares = Array.from({ length: POINTS + 1 }, (_, k) => k / POINTS);
  const ks = shares.map((share) => share * actual.values.length);
  const model = cumulated(expected.sorted, inOrder(actual.values, expected.order), ks);
  const perfect = cumulated(actual.sorted, actual.sorted, ks);
  const total = model.at(-1)!;
  const share = (amount: number): number => (total > 0 ? amount / total : 0);
  return shares.map((customers, k) => ({ customers, model: share(model[k]), perfect: share(perfect[k]) }));
}

/** Ten groups of customers by expected amount, as equal as whole numbers allow. */
export function deciles(expected: Ranked, actual: Float64Array): Decile[] {
  const n = actual.length;
  const ends = Array.from({ length: 11 }, (_, k) => Math.round((k * n) / 10));
  const forecast = cumulated(expected.sorted, expected.sorted, ends);
  const brought = cumulated(expected.sorted, inOrder(actual, expected.order), ends);
  const mean = brought[10] / n;
  return Array.from({ length: 10 }, (_, k) => {
    const customers = ends[k + 1] - ends[k];
    return {
      decile: k + 1,
      customers,
      expected: forecast[k + 1] - forecast[k],
      actual: brought[k + 1] - brought[k],
      lift: mean > 0 ? (brought[k + 1] - brought[k]) / customers / mean : 0,
    };
  });
}

/**
 * Share of the actual top decile of the customers that are in the expected top decile.
 *
 * If equal values lie on both sides of the end of the decile, each counts with its probability of being inside under
 * random ties. Undefined where all actual amounts are equal.
 */
export function topDecileFound(expected: Ranked, actual: Ranked): number | undefined {
  const n = actual.values.length;
  const k = Math.ceil(n / 10);
  const truth = topWeights(actual, k);
  if (truth === undefined) return undefined;
  const guess = topWeights(expected, k) ?? new Float64Array(n).fill(k / n);
  let both = 0;
  for (let i = 0; i < n; i++) both += truth[i] * guess[i];
  return both / k;
}

/** The chance of each customer to be among the best k; undefined where all are equal. */
function topWeights({ values, sorted }: Ranked, k: number): Float64Array | undefined {
  const edge = sorted[k - 1];
  if (sorted[0] === sorted[sorted.length - 1]) return undefined;
  const above = sorted.indexOf(edge);
  const tied = sorted.lastIndexOf(edge) + 1 - above;
  const weights = new Float64Array(values.length);
  const atEdge = (k - above) / tied;
  for (let i = 0; i < weights.length; i++) weights[i] = values[i] > edge ? 1 : values[i] === edge ? atEdge : 0;
  return weights;
}
