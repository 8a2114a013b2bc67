import type { Parameters, PurchaseModel } from "../model.ts";
import { seeded } from "../random/seeded.ts";

/** Histories drawn from the model, with the same share of customers for each age. */
export interface DrawnHistories {
  readonly length: number;
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly T: Float64Array;
}

/**
 * Customers drawn at least, and at most. The test counts them as a sample of their own. Of a million customers an index above
 * 21.7·(1/10⁵ + 1/10⁶) = 2.4e-4 is then beyond chance at 99 % (χ², nine degrees of freedom).
 */
const [LEAST, MOST] = [50_000, 100_000];

/**
 * Draws customers of these ages from the model: the distribution that present scores should have if the model is right.
 *
 * Purchases of one day count as one, as in a log: a first purchase falls at any time of its day.
 *
 * @param ages T of the customers, in time units, each with its number of customers
 * @param day a day in time units; 0 where purchases are not merged
 */
export function drawHistories(
  model: PurchaseModel,
  theta: Parameters,
  ages: readonly { readonly T: number; readonly customers: number }[],
  day: number,
  seed: number,
): DrawnHistories {
  const customers = ages.reduce((sum, one) => sum + one.customers, 0);
  const copies = customers > MOST ? MOST / customers : Math.ceil(LEAST / customers);
  const length = Math.round(copies * customers);
  const [frequency, recency, T] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
  const random = seeded(seed);
  const drawn: number[] = [];
  let [next, older] = [0, 0];
  for (const { T: age, customers: n } of ages) {
    older += n;
    for (const end = Math.round(copies * older); next < end; ) {
      drawn.length = 0;
      const at = random.uniform() * day;
      model.simulate(theta, random, age + day - at, drawn);
      let [x, last] = [0, 0];
      for (const time of drawn) {
        const when = day > 0 ? Math.floor((at + time) / day) * day : time;
        if (when > last && when <= age * (1 + 1e-12)) [x, last] = [x + 1, when];
      }
      frequency[next] = x;
      recency[next] = Math.min(last, age);
      T[next++] = age;
    }
  }
  return { length, frequency, recency, T };
}

/** The ends of ten bins with about a tenth of some values in each; equal values share a bin, so there may be fewer. */
export function tenths(values: Float64Array): number[] {
  const sorted = values.slice().sort();
  const ends = Array.from({ length: 9 }, (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / 10)]);
  return [...new Set(ends)].filter((end) => end > sorted[0]);
}

/** Weights of values by bin: value v falls into the bin of the ends at or below it. */
export function countBins(values: Float64Array, weight: Float64Array | undefined, ends: readonly number[]): number[] {
  const counts = new Array<number>(ends.length + 1).fill(0);
  for (let k = 0; k < values.length; k++) {
    let bin = 0;
    while (bin < ends.length && values[k] >= ends[bin]) bin++;
    counts[bin] += weight ? weight[k] : 1;
  }
  return counts;
}
