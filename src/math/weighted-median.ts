/** Bits of a double's upper word below the digits values are counted by: sign, 11 of the exponent and 10 of the mantissa remain. */
const DROPPED = 10;

/**
 * The median of numbers ≥ 0 (no −0) that come so often each, in any order: of an even number the mean of the two in the middle.
 *
 * They are counted by their first 11 binary digits, and only those that share the median's are sorted.
 */
export function weightedMedian(values: Float64Array, count: Float64Array): number {
  // Little-endian: the upper word comes second. The bits of doubles ≥ 0 are in the order of the numbers.
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const sums = sumByBin(words, count);
  const total = sums.reduce((sum, n) => sum + n, 0);
  const at = (place: number): number => {
    let before = 0;
    let bin = 0;
    while (before + sums[bin] <= place) before += sums[bin++];
    return valueAt(values, count, rowsOf(words, bin), place - before);
  };
  return (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2;
}

function sumByBin(words: Uint32Array, count: Float64Array): Float64Array {
  let largest = 0;
  for (let k = 1; k < words.length; k += 2) largest = Math.max(largest, words[k]);
  const sums = new Float64Array((largest >>> DROPPED) + 1);
  for (let k = 1; k < words.length; k += 2) sums[words[k] >>> DROPPED] += count[k >>> 1];
  return sums;
}

function rowsOf(words: Uint32Array, bin: number): number[] {
  const rows: number[] = [];
  for (let k = 1; k < words.length; k += 2) if (words[k] >>> DROPPED === bin) rows.push(k >>> 1);
  return rows;
}

/** The value of some rows with so many before it. */
function valueAt(values: Float64Array, count: Float64Array, rows: number[], place: number): number {
  let before = 0;
  const row = rows.sort((i, j) => values[i] - values[j]).find((k) => (before += count[k]) > place);
  return values[row!];
}
