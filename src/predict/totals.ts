import { countNumbers, sumNumbers } from "../math/sum.ts";
import type { Scores } from "./score.ts";

/** The scores added up over the customers. */
export interface Totals {
  readonly customers: number;
  /** Σ P(alive): the expected number of customers alive. */
  readonly alive: number;
  /** Σ expected purchases within the horizon. */
  readonly expectedPurchases: number;
  /** Absent without values. */
  readonly value?: {
    /** The number of customers whose value exists. The sums are over these. */
    readonly customers: number;
    /** Σ CLV: the customer equity. */
    readonly equity: number;
    readonly equityUndiscounted: number;
  };
}

/**
 * Adds up scores with compensated sums, so that a million customers lose no digit.
 *
 * @example
 * const scores = { length: 2, probabilityAlive: Float64Array.of(0.5, 1), expectedPurchases: Float64Array.of(1, 2) };
 * totalScores(scores); // { customers: 2, alive: 1.5, expectedPurchases: 3 }
 */
export function totalScores(scores: Scores): Totals {
  const { value } = scores;
  return {
    customers: scores.length,
    alive: sumNumbers(scores.probabilityAlive),
    expectedPurchases: sumNumbers(scores.expectedPurchases),
    ...(value && {
      value: {
        customers: countNumbers(value.clv),
        equity: sumNumbers(value.clv),
        equityUndiscounted: sumNumbers(value.clvUndiscounted),
      },
    }),
  };
}
