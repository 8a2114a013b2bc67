import { distinct } from "../math/distinct.ts";

/** Up to so many distinct values a column is numbered; one with more is taken by its bits. */
const NUMBERED = 2 ** 15;
const WORD = 2 ** 32;

/**
 * Rows of numbers ≥ 0 (no −0) as 32-bit words that compare as the rows do: word by word, the first word first.
 *
 * A column of few distinct values, such as days, weeks or counts, becomes their ranks, and neighbours share a word while it holds
 * the product of their sizes: the (x, t_x, T) of a log by days is one word a row. Any other column becomes the two words of its
 * doubles, whose bits are in the order of the numbers.
 */
export function rowWords(columns: readonly Float64Array[], length: number): Uint32Array[] {
  const words: Uint32Array[] = [];
  let room = 0;
  for (const column of columns) {
    const found = distinct(column, length, NUMBERED);
    if (found === undefined) {
      words.push(...bitsOf(column, length));
      room = 0;
      continue;
    }
    const rank = ranksOf(found.values);
    const size = rank.length;
    const { place } = found;
    if (room < size) {
      words.push(new Uint32Array(length));
      room = WORD;
    }
    const word = words[words.length - 1];
    for (let k = 0; k < length; k++) word[k] = word[k] * size + rank[place[k]];
    room /= size;
  }
  return words;
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
