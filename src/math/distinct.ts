/** The distinct values of a column in the order of their first appearance, and of each row its place among them. */
export interface Distinct {
  readonly values: Float64Array;
  readonly place: Int32Array;
}

/**
 * Finds the distinct values of the first `length` entries of a column in one pass.
 *
 * A hash table with open addressing on the 64 bits of the double: no string key, no object per row. Values are told
 * apart by their bits, so 0 and −0 are two.
 */
export function distinct(column: Float64Array, length: number): Distinct {
  const bits = new Int32Array(column.buffer, column.byteOffset, 2 * column.length);
  const place = new Int32Array(length);
  const first: number[] = [];
  let mask = 1023;
  let slots = new Int32Array(mask + 1).fill(-1);

  const slotOf = (row: number): number => {
    const low = bits[2 * row];
    const high = bits[2 * row + 1];
    let hash = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0xc2b2ae35);
    hash ^= hash >>> 15;
    let slot = hash & mask;
    for (;;) {
      const found = slots[slot];
      if (found < 0) return slot;
      const other = first[found];
      if (bits[2 * other] === low && bits[2 * other + 1] === high) return slot;
      slot = (slot + 1) & mask;
    }
  };

  for (let row = 0; row < length; row++) {
    const slot = slotOf(row);
    if (slots[slot] < 0) {
      slots[slot] = first.length;
      first.push(row);
      place[row] = first.length - 1;
      if (2 * first.length > mask) {
        mask = 4 * (mask + 1) - 1;
        slots = new Int32Array(mask + 1).fill(-1);
        for (let k = 0; k < first.length; k++) slots[slotOf(first[k])] = k;
      }
    } else {
      place[row] = slots[slot];
    }
  }
  return { values: Float64Array.from(first, (row) => column[row]), place };
}
