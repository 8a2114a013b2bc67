import { digitBins } from "./digit-bins.ts";

/**
 * The median of numbers ≥ 0 (no −0) with counts, in any order; for an even total the mean of the two in the middle.
 *
 * The numbers are counted by their first 11 binary digits, and only those that share the digits of the median are sorted.
 */
export function weightedMedian(values: Float64Array, count: Float64Array): number {
  const { bin, least, sums } = digitBins(values, count, values.length);
  const total = sums.reduce((sum, n) => sum + n, 0);
  const at = (place: number): number => {
    let before = 0;
    let k = 0;
    while (before + sums[k] <= place) before += sums[k++];
    return valueAt(values, count, rowsOf(bin, least + k), place - before);
  };
  return (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2;
}

function rowsOf(bin: Uint32Array, wanted: number): number[] {
  const rows: number[] = [];
  for (let k = 0; k < bin.length; k++) if (bin[k] === wanted) rows.push(k);
  return rows;
}

/** The value among some rows with the given number of values before it. */
function valueAt(values: Float64Array, count: Float64Array, rows: number[], place: number): number {
  let before = 0;
  const row = rows.sort((i, j) => values[i] - values[j]).find((k) => (before += count[k]) > place);
  return values[row!];
}
