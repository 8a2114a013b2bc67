import type { Ranked } from "../math/ranks.ts";
import type { Decile, GainPoint } from "./validation.ts";

const POINTS = 100;

/**
 * Passes the groups of customers with equal `score` to a callback, in descending order, with the running sum of
 * `amount`. Customers `from` to `to` raise the sum from `low` to `high`. Equal scores have no order, so the sum rises
 * evenly within a group, which is its mean over all orders that agree with the scores.
 */
function forEachGroup(
  { values: score, order }: Ranked,
  amount: Float64Array,
  visit: (from: number, to: number, low: number, high: number) => void,
): void {
  let [from, low, sum] = [0, 0, 0];
  for (let k = 0; k < order.length; k++) {
    sum += amount[order[k]];
    if (k + 1 < order.length && score[order[k + 1]] === score[order[k]]) continue;
    visit(from, k + 1, low, sum);
    [from, low] = [k + 1, sum];
  }
}

/** The amount of the best k customers, for ascending values of k. */
function cumulated(score: Ranked, amount: Float64Array, ks: readonly number[]): number[] {
  const sums: number[] = [];
  forEachGroup(score, amount, (from, to, low, high) => {
    while (sums.length < ks.length && ks[sums.length] <= to)
      sums.push(low + ((high - low) * (ks[sums.length] - from)) / (to - from));
  });
  return sums;
}

/** Twice the area between the curve and the diagonal, both scaled to 1: the Gini coefficient of the order. */
function gini(score: Ranked, amount: Float64Array): number {
  let [area, total] = [0, 0];
  forEachGroup(score, amount, (from, to, low, high) => {
    area += (to - from) * (high + low);
    total = high;
  });
  return area / (amount.length * total) - 1;
}

/**
 * Gini coefficient of the actual amounts in the expected order divided by that of the perfect order. It is 1 for the
 * perfect order, 0 on average for a random one, below 0 for a wrong one. Undefined if all amounts are equal.
 */
export function relativeGini(expected: Ranked, actual: Ranked): number | undefined {
  const perfect = gini(actual, actual.values);
  return perfect > 0 ? gini(expected, actual.values) / perfect : undefined;
}

/** The gain curve in steps of 1 %: the share of the actual total of the best customers, by expected and by actual amount. */
export function gainCurve(expected: Ranked, actual: Ranked): GainPoint[] {
  const shares = Array.from({ length: POINTS + 1 }, (_, k) => k / POINTS);
  const ks = shares.map((share) => share * actual.values.length);
  const model = cumulated(expected, actual.values, ks);
  const perfect = cumulated(actual, actual.values, ks);
  const total = model.at(-1)!;
  const share = (amount: number): number => (total > 0 ? amount / total : 0);
  return shares.map((customers, k) => ({ customers, model: share(model[k]), perfect: share(perfect[k]) }));
}

/** Ten groups of customers by expected amount, as equal as whole numbers allow. */
export function deciles(expected: Ranked, actual: Float64Array): Decile[] {
  const n = actual.length;
  const ends = Array.from({ length: 11 }, (_, k) => Math.round((k * n) / 10));
  const forecast = cumulated(expected, expected.values, ends);
  const brought = cumulated(expected, actual, ends);
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
  return truth.reduce((sum, weight, i) => sum + weight * guess[i], 0) / k;
}

/** The chance of each customer to be among the best k; undefined where all are equal. */
function topWeights({ values, order }: Ranked, k: number): Float64Array | undefined {
  const edge = values[order[k - 1]];
  if (values[order[0]] === values[order[order.length - 1]]) return undefined;
  let above = 0;
  let tied = 0;
  for (const value of values) {
    if (value > edge) above++;
    else if (value === edge) tied++;
  }
  return values.map((value) => (value > edge ? 1 : value === edge ? (k - above) / tied : 0));
}
