import { digitBins } from "./digit-bins.ts";

/**
 * The median of numbers ≥ 0 (no −0) that come so often each, in any order: of an even number the mean of the two in the middle.
 *
 * They are counted by their first 11 binary digits, and only those that share the median's are sorted.
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

/** The value of some rows with so many before it. */
function valueAt(values: Float64Array, count: Float64Array, rows: number[], place: number): number {
  let before = 0;
  const row = rows.sort((i, j) => values[i] - values[j]).find((k) => (before += count[k]) > place);
  return values[row!];
}
