import type { HistoryColumns } from "../../src/model.ts";

/** How many standard errors a simulated mean may be off. */
export const STANDARD_ERRORS = 4;

/** Deviation of a sample's mean from what is expected, in standard errors of that mean. */
export function off(sample: readonly number[], expected: number): number {
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (sample.length - 1);
  return Math.abs(mean - expected) / Math.sqrt(variance / sample.length);
}

/** Histories as columns. */
export function columns(rows: readonly (readonly [x: number, tx: number, T: number])[]): HistoryColumns {
  const column = (k: 0 | 1 | 2): Float64Array => Float64Array.from(rows, (history) => history[k]);
  return { length: rows.length, frequency: column(0), recency: column(1), T: column(2) };
}

/** The sum of a column, and the mean of a law over 0, 1, 2, … */
export const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
export const mean = (law: Float64Array): number => law.reduce((total, probability, n) => total + n * probability, 0);
