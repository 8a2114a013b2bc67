/** The places of `values` in descending order; NaN is not allowed. */
export function descending(values: Float64Array): Uint32Array {
  return new Uint32Array(values.length).map((_, i) => i).sort((i, j) => values[j] - values[i]);
}

/** The rank of every value, from 1 for the greatest; equal values share the mean of their ranks. */
export function meanRanks(values: Float64Array): Float64Array {
  const order = descending(values);
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && values[order[end]] === values[order[first]]) end++;
    for (let k = first; k < end; k++) ranks[order[k]] = (first + 1 + end) / 2;
    first = end;
  }
  return ranks;
}

/**
 * Spearman's rank correlation ρ: Pearson's correlation of the ranks, ties at their mean rank; undefined where one
 * column is constant.
 *
 * The formula 1 − 6 Σd²/(n³ − n) is not used: it is wrong with ties, and purchase counts are mostly ties.
 */
export function rankCorrelation(a: Float64Array, b: Float64Array): number | undefined {
  const u = meanRanks(a);
  const v = meanRanks(b);
  const middle = (a.length + 1) / 2;
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
