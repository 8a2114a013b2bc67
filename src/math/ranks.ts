import { radixOrder } from "./radix-sort.ts";

/** A column with the order of its values, computed once for several uses. */
export interface Ranked {
  readonly values: Float64Array;
  /** Places in descending order; equal values in the order of the column. */
  readonly order: Uint32Array;
  /** The rank of every value, from 1 for the greatest; equal values share the mean of their ranks. */
  readonly ranks: Float64Array;
}

/** Ranks a column; NaN is not allowed. */
export function ranked(values: Float64Array): Ranked {
  const order = descending(values);
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && values[order[end]] === values[order[first]]) end++;
    for (let k = first; k < end; k++) ranks[order[k]] = (first + 1 + end) / 2;
    first = end;
  }
  return { values, order, ranks };
}

/** The places of `values` in descending order, equal ones in the order of the column; NaN is not allowed. */
export function descending(values: Float64Array): Uint32Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const [high, low] = [new Uint32Array(values.length), new Uint32Array(values.length)];
  for (let k = 0; k < values.length; k++) {
    // The bits of doubles above 0 increase with them, those of doubles below 0 decrease; 0 and −0 are equal.
    if (values[k] > 0) {
      high[k] = ~bits[2 * k + 1] & 0x7fffffff;
      low[k] = ~bits[2 * k];
    } else if (values[k] < 0) {
      high[k] = bits[2 * k + 1];
      low[k] = bits[2 * k];
    } else [high[k], low[k]] = [0x7fffffff, 0xffffffff];
  }
  return radixOrder([high, low], values.length).order;
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
