/** A sum over the numbers of a column, and how many they were. */
export interface ColumnSum {
  readonly sum: number;
  readonly count: number;
}

/**
 * Σ of the values, leaving out NaN, with the rounding errors carried along: right to the last bits whatever the order.
 *
 * Neumaier (1974), a compensated sum that also holds when a value is larger than the sum so far.
 */
export function sumNumbers(values: Float64Array): ColumnSum {
  let sum = 0;
  let lost = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) continue;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
    count++;
  }
  return { sum: sum + lost, count };
}
