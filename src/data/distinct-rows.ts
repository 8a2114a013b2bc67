import { radixOrder, radixSort } from "../math/radix-sort.ts";
import { inOrder } from "../math/ranks.ts";
import { readDigits, rowWords } from "./row-words.ts";

/** The distinct rows of a table of numbers, in order, with their counts. */
export interface CountedRows {
  readonly columns: readonly Float64Array[];
  readonly count: Float64Array;
}

/** The distinct rows, with the place of each row of the table among them. */
export interface DistinctRows extends CountedRows {
  readonly index: Uint32Array;
}

/**
 * Finds the distinct rows among the first `length` of some columns of numbers ≥ 0 (no −0). Sorts them by the first
 * column, then the second, and so on.
 *
 * The rows become words, and a radix sort puts equal rows side by side. It makes no keys, allocates no objects and
 * reads memory in order. A hash table over whole rows took about twice as long for rows of days. It took equally long
 * for (x, m), whose values have many digits.
 */
export function distinctRows(columns: readonly Float64Array[], length: number): DistinctRows {
  return indexed(columns, rowWords(columns, length).words, length);
}

/** {@link distinctRows} without the index. Where a row is one word, only the words are sorted, in half the time. */
export function countRows(columns: readonly Float64Array[], length: number): CountedRows {
  const { words, digits } = rowWords(columns, length);
  if (digits === undefined) return indexed(columns, words, length);
  const sorted = radixSort(words[0]);
  const count = new Float64Array(distinctWords(sorted));
  const distinct = new Uint32Array(count.length);
  countWords(sorted, distinct, count);
  return { columns: readDigits(distinct, digits), count };
}

function indexed(columns: readonly Float64Array[], words: readonly Uint32Array[], length: number): DistinctRows {
  const { order, firstWord } = radixOrder(words, length);
  const differs = new Uint8Array(length);
  for (let k = 1; k < length; k++) if (firstWord[k] !== firstWord[k - 1]) differs[k] = 1;
  for (const word of words.slice(1)) markChanges(word, order, differs);
  const index = new Uint32Array(length);
  // At first the place of a distinct row in the order, later the number of that row.
  const start = new Uint32Array(length + 1);
  let distinct = 0;
  for (let k = 0; k < length; k++) {
    if (k === 0 || differs[k] === 1) start[distinct++] = k;
    index[order[k]] = distinct - 1;
  }
  start[distinct] = length;
  const count = new Float64Array(distinct);
  for (let k = 0; k < distinct; k++) {
    count[k] = start[k + 1] - start[k];
    start[k] = order[start[k]];
  }
  const first = start.subarray(0, distinct);
  return { columns: columns.map((column) => inOrder(column, first)), count, index };
}

function distinctWords(sorted: Uint32Array): number {
  let distinct = sorted.length > 0 ? 1 : 0;
  for (let k = 1; k < sorted.length; k++) distinct += Number(sorted[k] !== sorted[k - 1]);
  return distinct;
}

function countWords(sorted: Uint32Array, distinct: Uint32Array, count: Float64Array): void {
  let last = 0;
  for (let k = 0; k < sorted.length; k++) {
    // Without a branch: processors would often predict it wrong.
    last += Number(k > 0 && sorted[k] !== sorted[k - 1]);
    distinct[last] = sorted[k];
    count[last]++;
  }
}

/** Marks the rows whose word differs from that of the row before. */
function markChanges(word: Uint32Array, order: Uint32Array, differs: Uint8Array): void {
  let last = word[order[0]];
  for (let k = 1; k < order.length; k++) {
    const here = word[order[k]];
    if (here !== last) differs[k] = 1;
    last = here;
  }
}
