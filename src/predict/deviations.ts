import type { DrawnTotals } from "./draw-parts.ts";

/**
 * Standard deviations of the actual purchases of all customers within a horizon and of their value, with uncertain
 * parameters and futures.
 */
export interface Deviations {
  readonly purchases: number;
  readonly value?: number;
}

/** The deviations of drawn totals: of purchases, each draw as in the outcome of its total. */
export function deviationsOf({ all, totals }: Pick<DrawnTotals, "all" | "totals">): Deviations {
  const { purchases, expectedPurchases, value } = all;
  const mean = meanOf(expectedPurchases);
  return {
    purchases: deviationOf(purchases.map((n, d) => n + expectedPurchases[d] - mean)),
    ...(totals[0].outcome.value && { value: deviationOf(value) }),
  };
}

function meanOf(drawn: Float64Array): number {
  return drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
}

function deviationOf(drawn: Float64Array): number {
  const middle = meanOf(drawn);
  return Math.sqrt(drawn.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (drawn.length - 1));
}
