import { descending } from "../math/ranks.ts";
import type { SpendHistories } from "../model.ts";

/**
 * Spearman's rank correlation ρ between frequency and mean value over the customers of spend histories; undefined where
 * one of them is constant.
 *
 * Pearson's correlation of mid-ranks, weighted with the customers. Only equal values are ties. Rejected: a histogram of values within
 * 0.1 %, because prices such as 19.99 and 20.00 then become ties.
 */
export function spendCorrelation({ frequency, monetaryValue, count, length }: SpendHistories): number | undefined {
  const x = midRanks(frequency.subarray(0, length), count);
  const m = midRanks(monetaryValue.subarray(0, length), count);
  const both = sumOfProducts(x.rank, m.rank, count);
  return x.squares > 0 && m.squares > 0 ? both / Math.sqrt(x.squares * m.squares) : undefined;
}

/** The ranks of a column. */
interface MidRanks {
  /** The mean rank of the customers of each row among all customers, ascending, less the middle rank. */
  readonly rank: Float64Array;
  /** Σ rank² over the customers. */
  readonly squares: number;
}

function midRanks(values: Float64Array, count: Float64Array): MidRanks {
  const order = descending(values);
  const rank = new Float64Array(values.length);
  let customers = 0;
  for (let k = 0; k < values.length; k++) customers += count[k];
  let above = customers / 2;
  let squares = 0;
  for (let first = 0; first < order.length; ) {
    let tied = 0;
    let end = first;
    for (; end < order.length && values[order[end]] === values[order[first]]; end++) tied += count[order[end]];
    const middle = above - tied / 2;
    for (let k = first; k < end; k++) rank[order[k]] = middle;
    squares += tied * middle ** 2;
    above -= tied;
    first = end;
  }
  return { rank, squares };
}

function sumOfProducts(x: Float64Array, m: Float64Array, count: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += count[k] * x[k] * m[k];
  return sum;
}
