import type { CustomerBase } from "../data/customer-base.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { ScoreOptions } from "../predict/score.ts";
import type { ScoreIntervals } from "../predict/score-intervals.ts";
import { intervalsOf, jointDraws } from "./draws.ts";
import type { Run } from "./in-run.ts";
import { drawNotices } from "./random-sample.ts";

/** Intervals of scores, and the joint draws of the parameters behind them. */
export interface DrawnIntervals {
  readonly draws: readonly ParameterDraw[];
  readonly intervals: ScoreIntervals;
  /** The notices on the source of the draws. */
  readonly notices: readonly Notice[];
}

/**
 * Draws the intervals of the scores of customers.
 *
 * @param own whether the model was fitted to these customers
 */
export async function drawIntervals(
  { step, threads }: Run,
  base: CustomerBase,
  fitted: FittedModel,
  terms: ScoreOptions & { readonly level: number; readonly seed: number },
  own: boolean,
): Promise<DrawnIntervals> {
  const workers = threads.for(base.length);
  const draws = await step("Resampling", () => jointDraws(workers, base, fitted, terms.seed, own));
  const asked = { ...terms, parameters: draws };
  const intervals = await step("Drawing intervals", () => intervalsOf(workers, base, fitted, asked));
  return { draws, intervals, notices: drawNotices(base.length, fitted, own) };
}
