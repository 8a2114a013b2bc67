import { radixOrder } from "./radix-order.ts";

/** The distinct rows of a table of numbers, in order, with how often each occurs and where each row went. */
export interface DistinctRows {
  readonly columns: readonly Float64Array[];
  readonly count: Float64Array;
  readonly index: Uint32Array;
}

/**
 * Finds the distinct rows among the first `length` of some columns of numbers ≥ 0 (no −0) and sorts them by the first column,
 * then the second, and so on.
 *
 * One pass with an open-addressing hash table on the bits of the numbers, then a radix sort of the distinct rows: no key is
 * made, no object allocated. All tables have the size of the worst case from the start: what is never touched costs nothing.
 */
export function distinctRows(columns: readonly Float64Array[], length: number): DistinctRows {
  const width = columns.length;
  // The distinct rows found so far, one after the other, so that a comparison touches one stretch of memory.
  const found = new Float64Array(width * (length + 1));
  const words = new Uint32Array(found.buffer);
  const place = new Uint32Array(length);
  const mask = 2 ** Math.ceil(Math.log2(2 * length + 1)) - 1;
  // Place of a distinct row, plus 1; 0 where there is none yet.
  const table = new Uint32Array(mask + 1);
  let distinct = 0;
  for (let row = 0; row < length; row++) {
    // The row is laid down as if it were new, and overwritten by the next if it is not.
    const last = distinct * width;
    for (let c = 0; c < width; c++) found[last + c] = columns[c]![row]!;
    let slot = hash(words, 2 * last, 2 * (last + width)) & mask;
    while (table[slot]! > 0 && !same(found, (table[slot]! - 1) * width, last, width)) slot = (slot + 1) & mask;
    if (table[slot] === 0) table[slot] = ++distinct;
    place[row] = table[slot]! - 1;
  }
  const order = radixOrder(found, width, distinct);
  const rank = new Uint32Array(distinct);
  const sorted = columns.map(() => new Float64Array(distinct));
  for (let k = 0; k < distinct; k++) {
    rank[order[k]!] = k;
    for (let c = 0; c < width; c++) sorted[c]![k] = found[order[k]! * width + c]!;
  }
  const count = new Float64Array(distinct);
  for (let row = 0; row < length; row++) count[(place[row] = rank[place[row]!]!)]!++;
  return { columns: sorted, count, index: place };
}

function same(rows: Float64Array, a: number, b: number, width: number): boolean {
  for (let c = 0; c < width; c++) if (rows[a + c] !== rows[b + c]) return false;
  return true;
}

/** A 32-bit hash of some words by multiplication; the last steps are those of MurmurHash3's finalizer (Appleby). */
function hash(words: Uint32Array, from: number, to: number): number {
  let h = 0;
  for (let k = from; k < to; k++) {
    h = Math.imul(h ^ words[k]!, 0x9e3779b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h, 0x85ebca6b);
  return h ^ (h >>> 13);
}
