/**
 * The largest of the first `length` entries of a column of whole numbers from 0 up to 2³² − 1. The result is −1 if
 * another number ≥ 0 is among them.
 */
export function largestWhole(column: Float64Array, length: number): number {
  let largest = 0;
  // Every term is ≥ 0 or not a number.
  let beyond = 0;
  for (let k = 0; k < length; k++) {
    const value = column[k];
    beyond += value - (value >>> 0);
    largest = Math.max(largest, value);
  }
  return beyond === 0 ? largest : -1;
}
