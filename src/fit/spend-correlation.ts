import { radixOrder } from "../data/radix-order.ts";
import { rowWords } from "../data/row-words.ts";
import type { SpendHistories } from "../model.ts";

/**
 * Spearman's rank correlation ρ between frequency and mean value over the customers of spend histories; undefined where
 * one of them is constant.
 *
 * Pearson's correlation of mid-ranks, customers counted: histories that share a value share the mean of their customers' ranks.
 */
export function spendCorrelation({ frequency, monetaryValue, count, length }: SpendHistories): number | undefined {
  const u = midRanks(frequency, count, length);
  const v = midRanks(monetaryValue, count, length);
  let uu = 0;
  let vv = 0;
  let uv = 0;
  for (let k = 0; k < length; k++) {
    uu += count[k] * u[k] * u[k];
    vv += count[k] * v[k] * v[k];
    uv += count[k] * u[k] * v[k];
  }
  return uu > 0 && vv > 0 ? uv / Math.sqrt(uu * vv) : undefined;
}

/** Mean rank of each row's customers, measured from the middle rank. */
function midRanks(values: Float64Array, count: Float64Array, length: number): Float64Array {
  const { order } = radixOrder(rowWords([values], length), length);
  const ranks = new Float64Array(length);
  let before = 0;
  for (let first = 0; first < length; ) {
    let end = first;
    let tied = 0;
    for (; end < length && values[order[end]] === values[order[first]]; end++) tied += count[order[end]];
    for (let k = first; k < end; k++) ranks[order[k]] = before + tied / 2;
    before += tied;
    first = end;
  }
  return ranks.map((rank) => rank - before / 2);
}
