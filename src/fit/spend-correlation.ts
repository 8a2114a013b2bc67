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

/** Bits of a double's upper word below the digits that count: sign, 11 of the exponent and 10 of the mantissa remain. */
const DROPPED = 10;

/** A column's ranks, by bins of values that count as tied. */
interface MidRanks {
  /** The upper words of the values: row k has the bin `(words[2k + 1] >>> DROPPED) − least`. */
  readonly words: Uint32Array;
  readonly least: number;
  /** Mean rank of each bin's customers among all, measured from the middle rank. */
  readonly rank: Float64Array;
  /** Σ rank² over the customers. */
  readonly squares: number;
}

/** Ranks of the first `length` values > 0. */
function midRanks(values: Float64Array, count: Float64Array, length: number): MidRanks {
  // Little-endian: the upper word comes second. The bits of doubles > 0 are in the order of the numbers.
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * length);
  const [least, most] = range(words);
  const rank = new Float64Array(Math.max(0, most - least + 1));
  addToBins(words, least, count, rank);
  const customers = rank.reduce((sum, tied) => sum + tied, 0);
  let before = -customers / 2;
  let squares = 0;
  for (let bin = 0; bin < rank.length; bin++) {
    const tied = rank[bin];
    rank[bin] = before + tied / 2;
    squares += tied * rank[bin] ** 2;
    before += tied;
  }
  return { words, least, rank, squares };
}

function range(words: Uint32Array): [least: number, most: number] {
  let least = 2 ** 32;
  let most = -1;
  for (let k = 1; k < words.length; k += 2) {
    const bin = words[k] >>> DROPPED;
    least = Math.min(least, bin);
    most = Math.max(most, bin);
  }
  return [least, most];
}

function addToBins(words: Uint32Array, least: number, count: Float64Array, sums: Float64Array): void {
  for (let k = 1; k < words.length; k += 2) sums[(words[k] >>> DROPPED) - least] += count[k >>> 1];
}

function sumOfProducts(x: MidRanks, m: MidRanks, count: Float64Array): number {
  const { words: xWords, least: xLeast, rank: xRank } = x;
  const { words: mWords, least: mLeast, rank: mRank } = m;
  let sum = 0;
  for (let k = 1; k < xWords.length; k += 2) {
    sum += count[k >>> 1] * xRank[(xWords[k] >>> DROPPED) - xLeast] * mRank[(mWords[k] >>> DROPPED) - mLeast];
  }
  return sum;
}
