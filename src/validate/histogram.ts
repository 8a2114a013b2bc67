import { chiSquareTail } from "../math/chi-square.ts";
import type { Histogram, HistogramBin } from "./goodness-of-fit.ts";

/** The least number of expected customers in a bin of χ² (Cochran 1954). */
const LEAST = 5;

/**
 * Bars with Pearson's χ² = Σ (actual − expected)²/expected, neighbouring bars merged until each expects five customers.
 *
 * Degrees of freedom are bars − 1 − parameters. The parameters come from the customers, not from the bars, so the true
 * degrees of freedom lie between this and bars − 1. The p-value is thus rather too small (Chernoff & Lehmann 1954).
 */
export function histogram(bins: readonly HistogramBin[], parameters: number): Histogram {
  const merged: { actual: number; expected: number }[] = [];
  let open = { actual: 0, expected: 0 };
  for (const { actual, expected } of bins) {
    open = { actual: open.actual + actual, expected: open.expected + expected };
    if (open.expected < LEAST) continue;
    merged.push(open);
    open = { actual: 0, expected: 0 };
  }
  const last = merged.at(-1);
  if (last) {
    last.actual += open.actual;
    last.expected += open.expected;
  }
  const chiSquare = merged.reduce((sum, { actual, expected }) => sum + (actual - expected) ** 2 / expected, 0);
  const degreesOfFreedom = Math.max(0, merged.length - 1 - parameters);
  const customers = bins.reduce((sum, { actual }) => sum + actual, 0);
  // A count around e has a mean absolute deviation of √(2e/π).
  const chance = bins.reduce((sum, { expected }) => sum + Math.sqrt((2 * expected) / Math.PI), 0);
  const distance = bins.reduce((sum, { actual, expected }) => sum + Math.abs(actual - expected), 0);
  return {
    bins,
    chiSquare,
    degreesOfFreedom,
    pValue: degreesOfFreedom > 0 ? chiSquareTail(chiSquare, degreesOfFreedom) : undefined,
    misplaced: distance / (2 * customers),
    misplacedByChance: chance / (2 * customers),
  };
}
