import { radixOrder } from "./radix-sort.ts";

/** A column with the order of its values, computed once for several uses. */
export interface Ranked {
  readonly values: Float64Array;
  /** Places in descending order; equal values in the order of the column. */
  readonly order: Uint32Array;
  /** The values in this order. */
  readonly sorted: Float64Array;
  /** The rank of every value, from 1 for the greatest; equal values share the mean of their ranks. */
  readonly ranks: Float64Array;
}

/** Ranks a column; NaN is not allowed. */
export function ranked(values: Float64Array): Ranked {
  const order = descending(values);
  const sorted = inOrder(values, order);
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && sorted[end] === sorted[first]) end++;
    for (let k = first; k < end; k++) ranks[order[k]] = (first + 1 + end) / 2;
    first = end;
  }
  return { values, order, sorted, ranks };
}

/** The entries of a column at some places: read once from places all over memory, and from then on in turn. */
export function inOrder(column: Float64Array, order: ArrayLike<number>): Float64Array {
  const out = new Float64Array(order.length);
  for (let k = 0; k < out.length; k++) out[k] = column[order[k]];
  return out;
}

/** The places of `values` in descending order, equal ones in the order of the column; NaN is not allowed. */
export function descending(values: Float64Array): Uint32Array {
  const words = ascendingWords(values);
  for (const word of words) for (let k = 0; k < word.length; k++) word[k] = ~word[k];
  return radixOrder(words, values.length).order;
}

/** The places of rows in ascending order of the first column, then the second, …; equal rows in their own order. NaN comes first. */
export function ascending(columns: readonly Float64Array[], length: number): Uint32Array {
  return columns.reduceRight<Uint32Array<ArrayBuffer> | undefined>(
    (order, column) => radixOrder(ascendingWords(column), length, order).order,
    undefined,
  )!;
}

/** Two words for each value, which ascend with it. 0 and −0 have equal words. */
function ascendingWords(values: Float64Array): readonly [Uint32Array, Uint32Array] {
  const bits = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const [high, low] = [new Uint32Array(values.length), new Uint32Array(values.length)];
  for (let k = 0; k < values.length; k++) {
    // The bits of doubles above 0 increase with them, those of doubles below 0 decrease. NaN keeps 0.
    if (values[k] > 0) {
      high[k] = bits[2 * k + 1] | 0x80000000;
      low[k] = bits[2 * k];
    } else if (values[k] < 0) {
      high[k] = ~bits[2 * k + 1];
      low[k] = ~bits[2 * k];
    } else if (values[k] === 0) high[k] = 0x80000000;
  }
  return [high, low];
}

/**
 * Spearman's rank correlation ρ: Pearson's correlation of the ranks, ties at their mean rank; undefined where one
 * column is constant.
 *
 * Rejected: the formula 1 − 6 Σd²/(n³ − n). It is wrong with ties, and purchase counts are mostly ties.
 */
export function rankCorrelation({ ranks: u }: Ranked, { ranks: v }: Ranked): number | undefined {
  const middle = (u.length + 1) / 2;
  let uu = 0;
  let vv = 0;
  let uv = 0;
  for (let i = 0; i < u.length; i++) {
    const du = u[i] - middle;
    const dv = v[i] - middle;
    uu += du * du;
    vv += dv * dv;
    uv += du * dv;
  }
  return uu > 0 && vv > 0 ? uv / Math.sqrt(uu * vv) : undefined;
}
