import { distinct } from "../math/distinct.ts";
import { largestWhole } from "../math/whole-numbers.ts";

/** A column with at most this number of distinct values is stored by rank, any other by its bits. */
const NUMBERED = 2 ** 15;
const WORD = 2 ** 32;

/** Rows as 32-bit words, which have the same order as the rows when compared word by word, the first word first. */
export interface RowWords {
  readonly words: readonly Uint32Array[];
  /** The digits of the columns, where all columns share one word. */
  readonly digits: readonly Digits[] | undefined;
}

/** A column as digits: whole numbers below `size`, in the same order as its values. */
interface Digits {
  readonly size: number;
  /** The value of each digit; left out where it is the digit itself. */
  readonly values?: Float64Array;
}

/**
 * Packs rows of numbers ≥ 0 (no −0) into words.
 *
 * A column of whole numbers, such as counts and days, is stored as it is. A column of few distinct values, such as
 * weeks, is stored by rank. Neighbours share a word while it can hold the product of their sizes. The (x, t_x, T) of a
 * log by days is one word per row. Any other column becomes the two words of its doubles, whose bits are in the order
 * of the numbers.
 */
export function rowWords(columns: readonly Float64Array[], length: number): RowWords {
  const words: Uint32Array[] = [];
  const digits: Digits[] = [];
  let room = 0;
  for (const column of columns) {
    const whole = largestWhole(column, length);
    const ranked = whole < 0 ? ranks(column, length) : { size: whole + 1, digit: column };
    if (ranked === undefined) {
      words.push(...bitsOf(column, length));
      room = 0;
      continue;
    }
    const { digit, ...rest } = ranked;
    if (room < rest.size) {
      words.push(new Uint32Array(length));
      room = WORD;
    }
    room /= rest.size;
    append(words[words.length - 1], rest.size, digit);
    digits.push(rest);
  }
  return { words, digits: words.length === 1 ? digits : undefined };
}

/** Reads the columns of sorted words back; the words are overwritten. */
export function readDigits(words: Uint32Array, digits: readonly Digits[]): Float64Array[] {
  return digits
    .toReversed()
    .map(({ size, values }) => {
      const column = new Float64Array(words.length);
      removeDigit(words, size, column);
      if (values) for (let k = 0; k < column.length; k++) column[k] = values[column[k]];
      return column;
    })
    .reverse();
}

function append(words: Uint32Array, size: number, digit: Float64Array): void {
  for (let k = 0; k < words.length; k++) words[k] = Math.imul(words[k], size) + (digit[k] | 0);
}

function removeDigit(words: Uint32Array, size: number, digit: Float64Array): void {
  for (let k = 0; k < words.length; k++) {
    const rest = Math.floor(words[k] / size);
    digit[k] = words[k] - rest * size;
    words[k] = rest;
  }
}

function ranks(column: Float64Array, length: number): (Digits & { readonly digit: Float64Array }) | undefined {
  const found = distinct(column, length, NUMBERED);
  if (found === undefined) return undefined;
  const order = Uint32Array.from(found.values, (_, k) => k).sort((i, j) => found.values[i] - found.values[j]);
  const rank = new Float64Array(order.length);
  for (let k = 0; k < order.length; k++) rank[order[k]] = k;
  const digit = new Float64Array(length);
  for (let k = 0; k < length; k++) digit[k] = rank[found.place[k]];
  return { digit, size: rank.length, values: Float64Array.from(order, (k) => found.values[k]) };
}

/** The upper and the lower words of doubles. */
function bitsOf(column: Float64Array, length: number): [Uint32Array, Uint32Array] {
  // Every platform that runs JavaScript today is little-endian: the low word comes first.
  const words = new Uint32Array(column.buffer, column.byteOffset, 2 * length);
  const upper = new Uint32Array(length);
  const lower = new Uint32Array(length);
  for (let k = 0; k < length; k++) {
    lower[k] = words[2 * k];
    upper[k] = words[2 * k + 1];
  }
  return [upper, lower];
}
