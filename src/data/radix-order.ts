const DIGIT = 13;
const BUCKETS = 1 << DIGIT;
const MASK = BUCKETS - 1;

/** Rows in order: which row comes k-th, and its first word. */
export interface RadixOrder {
  readonly order: Uint32Array;
  readonly firstWord: Uint32Array;
}

/**
 * Sorts rows of 32-bit words (`words[j][row]`, at least one word) by the first word, then the second, …; stable.
 *
 * A radix sort from the last digit of the last word to the first of the first. The words move along with the rows, so that only
 * the first pass over a word jumps about in memory; digits that are the same in all rows are passed over.
 */
export function radixOrder(words: readonly Uint32Array[], length: number): RadixOrder {
  let order = new Uint32Array(length);
  for (let k = 0; k < length; k++) order[k] = k;
  let next = new Uint32Array(length);
  let keys = new Uint32Array(length);
  let nextKeys = new Uint32Array(length);
  const begin = new Uint32Array(BUCKETS);
  for (let j = words.length - 1; j >= 0; j--) {
    const word = words[j];
    let varying = 0;
    for (let k = 0; k < length; k++) {
      keys[k] = word[order[k]];
      varying |= keys[k] ^ word[0];
    }
    for (let shift = lowestBit(varying); shift < 32; shift = lowestBit(above(varying, shift + DIGIT))) {
      begin.fill(0);
      for (let k = 0; k < length; k++) begin[(keys[k] >>> shift) & MASK]++;
      let sum = 0;
      for (let b = 0; b < BUCKETS; b++) {
        const size = begin[b];
        begin[b] = sum;
        sum += size;
      }
      for (let k = 0; k < length; k++) {
        const key = keys[k];
        const place = begin[(key >>> shift) & MASK]++;
        next[place] = order[k];
        nextKeys[place] = key;
      }
      [order, next] = [next, order];
      [keys, nextKeys] = [nextKeys, keys];
    }
  }
  return { order, firstWord: keys };
}

/** The place of the lowest bit set; 32 where none is. */
function lowestBit(bits: number): number {
  return bits === 0 ? 32 : 31 - Math.clz32(bits & -bits);
}

/** The bits from `shift` on. */
function above(bits: number, shift: number): number {
  return shift >= 32 ? 0 : (bits >>> shift) << shift;
}
