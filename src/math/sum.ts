/**
 * Σ of the numbers in a column without NaN, with compensation of the rounding errors: right to the last bits in any order.
 *
 * Neumaier (1974), a compensated sum that also holds when a value is larger than the sum so far.
 */
export function sumNumbers(values: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) continue;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** The number of entries of a column that are not NaN. */
export function countNumbers(values: Float64Array): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) count++;
  return count;
}
