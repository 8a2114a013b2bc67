/**
 * Radix sorts of 32-bit words, from the last digit to the first. Digits that are equal in all rows are skipped.
 *
 * Every loop is a separate function. The compiler then optimises each within its first call, which halves the time of the first sort of a
 * process.
 */

const DIGIT = 13;
const BUCKETS = 1 << DIGIT;
const MASK = BUCKETS - 1;

/** Sorts words; they are overwritten. */
export function radixSort(words: Uint32Array): Uint32Array {
  let keys = words;
  let next = new Uint32Array(words.length) as Uint32Array;
  const begin = new Uint32Array(BUCKETS);
  for (const shift of digitsOf(varyingBits(words))) {
    beginBuckets(keys, shift, begin);
    scatter(keys, shift, begin, next);
    [keys, next] = [next, keys];
  }
  return keys;
}

/** Rows in order: the number of the k-th row, and its first word. */
export interface RadixOrder {
  readonly order: Uint32Array<ArrayBuffer>;
  readonly firstWord: Uint32Array;
}

/**
 * Sorts rows of 32-bit words (`words[j][row]`, at least one word) by the first word, then the second, …; stable. The words move with the
 * rows, so only the first pass over a word has random access to memory.
 *
 * @param before the order of rows with equal words; it is overwritten
 */
export function radixOrder(
  words: readonly Uint32Array[],
  length: number,
  before: Uint32Array<ArrayBuffer> = inTurn(length),
): RadixOrder {
  let order = before;
  let next = new Uint32Array(length);
  let keys = new Uint32Array(length);
  let nextKeys = new Uint32Array(length);
  const begin = new Uint32Array(BUCKETS);
  for (let j = words.length - 1; j >= 0; j--) {
    gather(words[j], order, keys);
    for (const shift of digitsOf(varyingBits(keys))) {
      beginBuckets(keys, shift, begin);
      scatterRows(keys, order, shift, begin, nextKeys, next);
      [order, next] = [next, order];
      [keys, nextKeys] = [nextKeys, keys];
    }
  }
  return { order, firstWord: keys };
}

function inTurn(length: number): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(length);
  for (let k = 0; k < length; k++) order[k] = k;
  return order;
}

/** The bits that are not the same in all words. */
function varyingBits(words: Uint32Array): number {
  let varying = 0;
  for (let k = 1; k < words.length; k++) varying |= words[k] ^ words[0];
  return varying;
}

/** The first bits of the digits that contain any of the bits, from the lowest on. */
function digitsOf(bits: number): number[] {
  const shifts: number[] = [];
  for (let shift = 0, rest = bits; rest !== 0; rest = shift < 32 ? (bits >>> shift) << shift : 0) {
    shift = 31 - Math.clz32(rest & -rest);
    shifts.push(shift);
    shift += DIGIT;
  }
  return shifts;
}

/** The start of the words with each value of a digit. */
function beginBuckets(keys: Uint32Array, shift: number, begin: Uint32Array): void {
  begin.fill(0);
  countDigits(keys, shift, begin);
  let sum = 0;
  for (let b = 0; b < BUCKETS; b++) {
    const size = begin[b];
    begin[b] = sum;
    sum += size;
  }
}

function countDigits(keys: Uint32Array, shift: number, count: Uint32Array): void {
  for (let k = 0; k < keys.length; k++) count[(keys[k] >>> shift) & MASK]++;
}

function scatter(keys: Uint32Array, shift: number, begin: Uint32Array, to: Uint32Array): void {
  for (let k = 0; k < keys.length; k++) {
    const key = keys[k];
    to[begin[(key >>> shift) & MASK]++] = key;
  }
}

function scatterRows(
  keys: Uint32Array,
  order: Uint32Array,
  shift: number,
  begin: Uint32Array,
  toKeys: Uint32Array,
  toOrder: Uint32Array,
): void {
  for (let k = 0; k < keys.length; k++) {
    const key = keys[k];
    const place = begin[(key >>> shift) & MASK]++;
    toOrder[place] = order[k];
    toKeys[place] = key;
  }
}

function gather(word: Uint32Array, order: Uint32Array, to: Uint32Array): void {
  for (let k = 0; k < order.length; k++) to[k] = word[order[k]];
}
