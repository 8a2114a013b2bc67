import { distinctRows } from "../data/distinct-rows.ts";
import type { Histories, Parameters, PurchaseModel } from "../model.ts";
import type { Histogram, HistogramBin } from "./goodness-of-fit.ts";
import { histogram } from "./histogram.ts";

/** The open bar begins at the first count that fewer than this share of customers reach, but between these two. */
const TAIL = 0.03;
const FEWEST = 7;
const MOST = 25;

/** Customers by repeat purchases against Σ_i P(X(T_i) = n): one distribution for each distinct T. */
export function purchaseHistogram(histories: Histories, model: PurchaseModel, theta: Parameters): Histogram {
  const { length, frequency, T, count } = histories;
  const customers = count.reduce((sum, n) => sum + n, 0);
  const upTo = (n: number): number => count.reduce((sum, c, k) => (frequency[k] <= n ? sum + c : sum), 0);
  let open = FEWEST;
  while (open < MOST && customers - upTo(open - 1) >= TAIL * customers) open++;

  const actual = new Float64Array(open + 1);
  const expected = new Float64Array(open + 1);
  const ages = distinctRows([T], length);
  const atAge = new Float64Array(ages.count.length);
  for (let k = 0; k < length; k++) {
    actual[Math.min(frequency[k], open)] += count[k];
    atAge[ages.index[k]] += count[k];
  }
  const newcomer = model.newcomer(theta);
  atAge.forEach((n, j) => {
    const probabilities = newcomer.counts(ages.columns[0][j], open - 1);
    let rest = 1;
    probabilities.forEach((probability, k) => {
      expected[k] += n * probability;
      rest -= probability;
    });
    expected[open] += n * rest;
  });
  const bins = Array.from(actual, (count, k): HistogramBin => {
    return k === open
      ? { label: `${k}+`, from: k, to: undefined, actual: count, expected: expected[k] }
      : { label: String(k), from: k, to: k, actual: count, expected: expected[k] };
  });
  return histogram(bins, model.parameters.length);
}
