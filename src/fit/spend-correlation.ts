import { digitBins } from "../math/digit-bins.ts";
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
  const x = midRanks(frequency, count, length);
  const m = midRanks(monetaryValue, count, length);
  const both = sumOfProducts(x, m, count);
  return x.squares > 0 && m.squares > 0 ? both / Math.sqrt(x.squares * m.squares) : undefined;
}

/** A column's ranks, by bins of values that count as tied. */
interface MidRanks {
  /** Row k has the bin `bin[k] − least`. */
  readonly bin: Uint32Array;
  readonly least: number;
  /** Mean rank of each bin's customers among all, measured from the middle rank. */
  readonly rank: Float64Array;
  /** Σ rank² over the customers. */
  readonly squares: number;
}

/** Ranks of the first `length` values > 0. */
function midRanks(values: Float64Array, count: Float64Array, length: number): MidRanks {
  const { bin, least, sums: rank } = digitBins(values, count, length);
  const customers = rank.reduce((sum, tied) => sum + tied, 0);
  let before = -customers / 2;
  let squares = 0;
  for (let k = 0; k < rank.length; k++) {
    const tied = rank[k];
    rank[k] = before + tied / 2;
    squares += tied * rank[k] ** 2;
    before += tied;
  }
  return { bin, least, rank, squares };
}

function sumOfProducts(x: MidRanks, m: MidRanks, count: Float64Array): number {
  const { bin: xBin, least: xLeast, rank: xRank } = x;
  const { bin: mBin, least: mLeast, rank: mRank } = m;
  let sum = 0;
  for (let k = 0; k < xBin.length; k++) sum += count[k] * xRank[xBin[k] - xLeast] * mRank[mBin[k] - mLeast];
  return sum;
}
