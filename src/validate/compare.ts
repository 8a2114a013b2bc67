import { ranked } from "../math/ranks.ts";
import { baselines, type Known } from "./baselines.ts";
import { byFrequency, byTime } from "./calibration.ts";
import { deciles, gainCurve } from "./gain.ts";
import { predictorResult } from "./predictor-result.ts";
import type { Comparison } from "./validation.ts";

/** A comparison without its intervals. */
export interface Compared extends Omit<Comparison, "coverage" | "total"> {
  readonly total: Omit<Comparison["total"], "outcome">;
}

/** Expected and actual by every measure, for the model and the baselines; `t` is the length of the holdout. */
export function compare(known: Known, t: number, expected: Float64Array, actual: Float64Array): Compared {
  const [forecast, brought] = [ranked(expected), ranked(actual)];
  const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
  return {
    predictors: [
      predictorResult("model", "the model", forecast, brought),
      ...baselines(known, t, actual).map((rule) =>
        predictorResult(rule.predictor, rule.title, ranked(rule.expected), brought),
      ),
    ],
    byFrequency: byFrequency(known.frequency, expected, actual),
    byRecency: byTime(known.frequency, known.recency, expected, actual),
    bySilence: byTime(
      known.frequency,
      known.T.map((age, i) => age - known.recency[i]),
      expected,
      actual,
    ),
    deciles: deciles(forecast, actual),
    gain: gainCurve(forecast, brought),
    total: { actual: sum(actual), expected: sum(expected) },
  };
}
