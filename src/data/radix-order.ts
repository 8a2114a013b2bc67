const DIGIT = 11;
const BUCKETS = 1 << DIGIT;

/**
 * The order of `length` rows of `width` numbers ≥ 0 each, laid one after the other: by the first number, then the second, …
 *
 * A radix sort from the last digit of the last number to the first of the first, since the bits of doubles ≥ 0 are in the order
 * of the numbers. Digits that are the same in all rows are passed over: whole numbers have few others.
 */
export function radixOrder(rows: Float64Array, width: number, length: number): Uint32Array {
  // Little-endian, as every platform that runs JavaScript today: the low word comes first.
  const words = new Uint32Array(rows.buffer, rows.byteOffset, 2 * width * length);
  let order = new Uint32Array(length);
  for (let k = 0; k < length; k++) order[k] = k;
  let next = new Uint32Array(length);
  const digit = new Uint16Array(length);
  for (let column = width - 1; column >= 0; column--) {
    for (let shift = 0; shift < 64; shift += DIGIT) {
      const begin = new Uint32Array(BUCKETS + 1);
      for (let k = 0; k < length; k++) {
        const at = 2 * (k * width + column);
        const bits = digitOf(words[at]!, words[at + 1]!, shift);
        digit[k] = bits;
        begin[bits + 1]!++;
      }
      if (begin.includes(length)) continue;
      for (let b = 0; b < BUCKETS; b++) begin[b + 1]! += begin[b]!;
      for (let k = 0; k < length; k++) {
        const row = order[k]!;
        next[begin[digit[row]!]!++] = row;
      }
      [order, next] = [next, order];
    }
  }
  return order;
}

/** The digit from bit `shift` on. */
function digitOf(low: number, high: number, shift: number): number {
  if (shift >= 32) return (high >>> (shift - 32)) & (BUCKETS - 1);
  if (shift + DIGIT <= 32) return (low >>> shift) & (BUCKETS - 1);
  return ((low >>> shift) | (high << (32 - shift))) & (BUCKETS - 1);
}
