/** Bits of a double's upper word below the digits values are counted by: sign, 11 of the exponent and 10 of the mantissa remain. */
const DROPPED = 10;

/**
 * The median of numbers ≥ 0 (no −0) that come so often each, in any order: of an even number the mean of the two in the middle.
 *
 * They are counted by their first 11 binary digits, and only those that share the median's are sorted.
 */
export function weightedMedian(values: Float64Array, count: Float64Array): number {
  const digits = leadingDigits(values);
  const [least, most] = range(digits);
  const sums = new Float64Array(most - least + 1);
  for (let k = 0; k < digits.length; k++) sums[digits[k] - least] += count[k];
  const total = sums.reduce((sum, n) => sum + n, 0);
  const at = (place: number): number => {
    let before = 0;
    let bin = 0;
    while (before + sums[bin] <= place) before += sums[bin++];
    return valueAt(values, count, rowsOf(digits, least + bin), place - before);
  };
  return (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2;
}

/** As whole numbers, in the order of the values. */
function leadingDigits(values: Float64Array): Uint32Array {
  // Little-endian: the upper word comes second. The bits of doubles ≥ 0 are in the order of the numbers.
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const digits = new Uint32Array(values.length);
  for (let k = 0; k < digits.length; k++) digits[k] = words[2 * k + 1] >>> DROPPED;
  return digits;
}

function range(digits: Uint32Array): [least: number, most: number] {
  let least = digits[0];
  let most = digits[0];
  for (let k = 1; k < digits.length; k++) {
    least = Math.min(least, digits[k]);
    most = Math.max(most, digits[k]);
  }
  return [least, most];
}

function rowsOf(digits: Uint32Array, wanted: number): number[] {
  const rows: number[] = [];
  for (let k = 0; k < digits.length; k++) if (digits[k] === wanted) rows.push(k);
  return rows;
}

/** The value of some rows with so many before it. */
function valueAt(values: Float64Array, count: Float64Array, rows: number[], place: number): number {
  let before = 0;
  const row = rows.sort((i, j) => values[i] - values[j]).find((k) => (before += count[k]) > place);
  return values[row!];
}
