import type { Interval } from "../fit/interval.ts";
import { baselines, type Known } from "./baselines.ts";
import { byFrequency, byRecency } from "./calibration.ts";
import { deciles, gainCurve } from "./gain.ts";
import { predictorResult } from "./predictor-result.ts";
import type { Comparison, Coverage } from "./validation.ts";

/** Expected beside actual in every way, the model beside the baselines; `t` is the length of the holdout. */
export function compare(
  known: Known,
  t: number,
  expected: Float64Array,
  actual: Float64Array,
  coverage: Coverage,
  outcome: Interval,
): Comparison {
  const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
  return {
    predictors: [
      predictorResult("model", "the model", expected, actual),
      ...baselines(known, t, actual).map((rule) => predictorResult(rule.predictor, rule.title, rule.expected, actual)),
    ],
    byFrequency: byFrequency(known.frequency, expected, actual),
    byRecency: byRecency(known.frequency, known.recency, expected, actual),
    deciles: deciles(expected, actual),
    gain: gainCurve(expected, actual),
    coverage,
    total: { actual: sum(actual), expected: sum(expected), outcome },
  };
}
