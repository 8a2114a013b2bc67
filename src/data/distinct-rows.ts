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
 * made, no object allocated.
 */
export function distinctRows(columns: readonly Float64Array[], length: number): DistinctRows {
  const width = columns.length;
  const row = new Float64Array(width);
  const bits = new Uint32Array(row.buffer);
  const place = new Uint32Array(length);
  // The distinct rows found so far, one after the other, so that a comparison touches one stretch of memory.
  let found = new Float64Array(width << 10);
  let table = new Int32Array(1 << 12).fill(-1);
  let distinct = 0;
  const same = (k: number): boolean => {
    for (let c = 0; c < width; c++) if (found[k * width + c] !== row[c]) return false;
    return true;
  };
  const enlarge = (): void => {
    table = new Int32Array(4 * table.length).fill(-1);
    for (let k = 0; k < distinct; k++) {
      for (let c = 0; c < width; c++) row[c] = found[k * width + c]!;
      let slot = hash(bits) & (table.length - 1);
      while (table[slot]! >= 0) slot = (slot + 1) & (table.length - 1);
      table[slot] = k;
    }
  };
  for (let r = 0; r < length; r++) {
    for (let c = 0; c < width; c++) row[c] = columns[c]![r]!;
    const mask = table.length - 1;
    let slot = hash(bits) & mask;
    while (table[slot]! >= 0 && !same(table[slot]!)) slot = (slot + 1) & mask;
    if (table[slot]! < 0) {
      if (distinct * width === found.length) {
        const wider = new Float64Array(2 * found.length);
        wider.set(found);
        found = wider;
      }
      for (let c = 0; c < width; c++) found[distinct * width + c] = row[c]!;
      table[slot] = place[r] = distinct++;
      if (2 * distinct > table.length) enlarge();
    } else place[r] = table[slot]!;
  }
  const order = radixOrder(found, width, distinct);
  const rank = new Uint32Array(distinct);
  const sorted = columns.map(() => new Float64Array(distinct));
  for (let k = 0; k < distinct; k++) {
    rank[order[k]!] = k;
    for (let c = 0; c < width; c++) sorted[c]![k] = found[order[k]! * width + c]!;
  }
  const count = new Float64Array(distinct);
  for (let r = 0; r < length; r++) count[(place[r] = rank[place[r]!]!)]!++;
  return { columns: sorted, count, index: place };
}

/** A 32-bit hash by multiplication; the last steps are those of MurmurHash3's finalizer (Appleby). */
function hash(words: Uint32Array): number {
  let h = 0;
  for (let k = 0; k < words.length; k++) {
    h = Math.imul(h ^ words[k]!, 0x9e3779b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h, 0x85ebca6b);
  return h ^ (h >>> 13);
}
