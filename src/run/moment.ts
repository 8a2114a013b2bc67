import type { CustomerBase } from "../data/customer-base.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { type Scores, score } from "../predict/score.ts";

/** The customers of a moment, and the expectations for their next year under the model fitted up to then. */
export interface Moment {
  readonly base: CustomerBase;
  readonly fitted: FittedModel;
  readonly year: Scores;
  /**
   * The number that ranks customers: the value of a year, or its purchases where there are no values; NaN where it does
   * not exist.
   */
  readonly worth: Float64Array;
}

const YEAR = { amount: 1, unit: "year" } as const;

/** @param base its holdout, if any, has the customers' later purchases */
export function momentOf(base: CustomerBase, fitted: FittedModel): Moment {
  const { holdout: _, ...known } = base;
  const year = score(known, fitted, { horizon: YEAR });
  return { base, fitted, year, worth: year.value?.clv ?? year.expectedPurchases };
}
