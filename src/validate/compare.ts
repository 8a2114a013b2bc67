import { ranked } from "../math/ranks.ts";
import { baselines, type Known } from "./baselines.ts";
import { type Binned, byFrequency, byTime } from "./calibration.ts";
import { deciles, gainCurve } from "./gain.ts";
import { predictorResult } from "./predictor-result.ts";
import type { Comparison } from "./validation.ts";

/** A comparison without its intervals. */
export interface Compared extends Omit<Comparison, "coverage" | "total"> {
  readonly total: Omit<Comparison["total"], "outcome">;
}

/** The customers as known at the split, in the bins of calibration tables. */
export interface KnownBins {
  readonly byFrequency: Binned;
  readonly byRecency: Binned;
  readonly bySilence: Binned;
}

/** Finds these bins, which comparisons of purchases and of their value share. */
export function knownBins({ frequency, recency, T }: Pick<Known, "frequency" | "recency" | "T">): KnownBins {
  return {
    byFrequency: byFrequency(frequency),
    byRecency: byTime(frequency, recency),
    bySilence: byTime(
      frequency,
      T.map((age, i) => age - recency[i]),
    ),
  };
}

/** Expected and actual by every measure, for the model and the baselines; `t` is the length of the holdout. */
export function compare(
  known: Known,
  { byFrequency, byRecency, bySilence }: KnownBins,
  t: number,
  expected: Float64Array,
  actual: Float64Array,
): Compared {
  const [forecast, brought] = [ranked(expected), ranked(actual)];
  const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
  return {
    predictors: [
      predictorResult("model", "the model", forecast, brought),
      ...baselines(known, t, actual).map((rule) =>
        predictorResult(rule.predictor, rule.title, ranked(rule.expected), brought),
      ),
    ],
    byFrequency: byFrequency(expected, actual),
    byRecency: byRecency(expected, actual),
    bySilence: bySilence(expected, actual),
    deciles: deciles(forecast, actual),
    gain: gainCurve(forecast, brought),
    total: { actual: sum(actual), expected: sum(expected) },
  };
}
