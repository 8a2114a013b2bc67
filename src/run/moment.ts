import type { CustomerBase } from "../data/customer-base.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { Scores } from "../predict/score.ts";
import { scoresOf } from "./draws.ts";
import type { Run } from "./in-run.ts";

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
export async function momentOf({ threads }: Run, base: CustomerBase, fitted: FittedModel): Promise<Moment> {
  const year = await scoresOf(threads.for(base.length), base, fitted, { horizon: YEAR });
  return { base, fitted, year, worth: year.value?.clv ?? year.expectedPurchases };
}
