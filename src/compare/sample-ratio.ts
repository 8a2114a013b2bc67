import { chiSquareTail } from "../math/chi-square.ts";

/** A test of whether the sizes of the arms are those that were meant. */
export interface SampleRatio {
  /** Share of the customers meant for each arm. */
  readonly expected: readonly number[];
  readonly statistic: number;
  readonly p: number;
}

/** Pearson's test of the sizes of arms. A p below 0.001 says that customers were lost on one side: nothing else then can be trusted. */
export function sampleRatio(sizes: readonly number[], meant: readonly number[]): SampleRatio {
  const [n, parts] = [sizes.reduce((sum, size) => sum + size, 0), meant.reduce((sum, part) => sum + part, 0)];
  const expected = meant.map((part) => part / parts);
  const statistic = sizes.reduce((sum, size, k) => sum + (size - n * expected[k]) ** 2 / (n * expected[k]), 0);
  return { expected, statistic, p: chiSquareTail(statistic, sizes.length - 1) };
}
