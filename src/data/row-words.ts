import { distinct } from "../math/distinct.ts";

/** Up to so many distinct values a column is numbered; one with more is taken by its bits. */
const NUMBERED = 2 ** 15;
const WORD = 2 ** 32;

/**
 * Rows of numbers ≥ 0 (no −0) as 32-bit words that compare as the rows do: word by word, the first word first.
 *
 * A column of whole numbers, such as counts and days, is taken as it is, one of few distinct values, such as weeks, by their ranks; and
 * neighbours share a word while it holds the product of their sizes: the (x, t_x, T) of a log by days is one word a row. Any other
 * column becomes the two words of its doubles, whose bits are in the order of the numbers.
 */
export function rowWords(columns: readonly Float64Array[], length: number): Uint32Array[] {
  const words: Uint32Array[] = [];
  let room = 0;
  for (const column of columns) {
    const digits = wholeNumbers(column, length) ?? ranks(column, length);
    if (digits === undefined) {
      words.push(...bitsOf(column, length));
      room = 0;
      continue;
    }
    const { digit, size } = digits;
    if (room >= size) {
      const word = words[words.length - 1];
      for (let k = 0; k < length; k++) word[k] = word[k] * size + digit[k];
      room /= size;
    } else {
      words.push(digit);
      room = WORD / size;
    }
  }
  return words;
}

/** A column as digits: whole numbers below `size`, in the order of its values. */
interface Digits {
  readonly digit: Uint32Array;
  readonly size: number;
}

function wholeNumbers(column: Float64Array, length: number): Digits | undefined {
  const digit = new Uint32Array(length);
  let largest = 0;
  for (let k = 0; k < length; k++) {
    const value = column[k];
    const whole = value >>> 0;
    if (whole !== value) return undefined;
    digit[k] = whole;
    if (whole > largest) largest = whole;
  }
  return { digit, size: largest + 1 };
}

function ranks(column: Float64Array, length: number): Digits | undefined {
  const found = distinct(column, length, NUMBERED);
  if (found === undefined) return undefined;
  const rank = ranksOf(found.values);
  const digit = new Uint32Array(length);
  for (let k = 0; k < length; k++) digit[k] = rank[found.place[k]];
  return { digit, size: rank.length };
}

/** Of each value its place in ascending order. */
function ranksOf(values: Float64Array): Uint32Array {
  const rank = new Uint32Array(values.length);
  const order = rank.map((_, k) => k).sort((i, j) => values[i] - values[j]);
  for (let k = 0; k < order.length; k++) rank[order[k]] = k;
  return rank;
}

/** The upper and the lower words of doubles. */
function bitsOf(column: Float64Array, length: number): [Uint32Array, Uint32Array] {
  // Little-endian, as every platform that runs JavaScript today: the low word comes first.
  const words = new Uint32Array(column.buffer, column.byteOffset, 2 * length);
  const upper = new Uint32Array(length);
  const lower = new Uint32Array(length);
  for (let k = 0; k < length; k++) {
    lower[k] = words[2 * k];
    upper[k] = words[2 * k + 1];
  }
  return [upper, lower];
}
