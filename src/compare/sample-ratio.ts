import { chiSquareTail } from "../math/chi-square.ts";

/** A test of whether the arms have the intended sizes. */
export interface SampleRatio {
  /** The intended share of the customers in each arm. */
  readonly expected: readonly number[];
  readonly statistic: number;
  readonly p: number;
}

/**
 * Pearson's test of the sizes of arms. A p below 0.001 means that customers were lost on one side. Then no other result
 * can be trusted.
 */
export function sampleRatio(sizes: readonly number[], meant: readonly number[]): SampleRatio {
  const [n, parts] = [sizes.reduce((sum, size) => sum + size, 0), meant.reduce((sum, part) => sum + part, 0)];
  const expected = meant.map((part) => part / parts);
  const statistic = sizes.reduce((sum, size, k) => sum + (size - n * expected[k]) ** 2 / (n * expected[k]), 0);
  return { expected, statistic, p: chiSquareTail(statistic, sizes.length - 1) };
}
