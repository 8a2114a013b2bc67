import { type Ranked, rankCorrelation } from "../math/ranks.ts";
import { relativeGini, topDecileFound } from "./gain.ts";
import type { Predictor, PredictorResult } from "./validation.ts";

/** How well `expected` predicted `actual`, by customer and in total. */
export function predictorResult(
  predictor: Predictor,
  title: string,
  rankedExpected: Ranked,
  rankedActual: Ranked,
): PredictorResult {
  const [expected, actual] = [rankedExpected.values, rankedActual.values];
  const n = actual.length;
  let total = 0;
  let sum = 0;
  let absolute = 0;
  let square = 0;
  for (let i = 0; i < n; i++) {
    const error = expected[i] - actual[i];
    total += expected[i];
    sum += actual[i];
    absolute += Math.abs(error);
    square += error * error;
  }
  return {
    predictor,
    title,
    total,
    totalError: sum === 0 ? undefined : (total - sum) / sum,
    bias: (total - sum) / n,
    mae: absolute / n,
    rmse: Math.sqrt(square / n),
    rankCorrelation: rankCorrelation(rankedExpected, rankedActual),
    gini: relativeGini(rankedExpected, rankedActual),
    topDecileFound: topDecileFound(rankedExpected, rankedActual),
  };
}
