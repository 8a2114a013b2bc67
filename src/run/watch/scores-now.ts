import type { convertHistories } from "../../data/convert-base.ts";
import { DAY, type Grain, HOUR, inUnits } from "../../data/time-unit.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { scoreHistories } from "../../predict/score.ts";
import { countBins, drawHistories, tenths } from "../../watch/expected-scores.ts";
import { stabilityIndex } from "../../watch/stability-index.ts";
import { YEAR } from "./forecasts.ts";
import type { WatchResult } from "./result.ts";

/** The expected purchases within a year of all customers now, in deciles of the model's own expectation. */
export function scoresNow(
  histories: ReturnType<typeof convertHistories>,
  fitted: FittedModel,
  day: number,
  seed: number,
): WatchResult["scores"] {
  const { model, parameters } = fitted.purchase;
  const ages = new Map<number, number>();
  for (let k = 0; k < histories.length; k++)
    ages.set(histories.T[k]!, (ages.get(histories.T[k]!) ?? 0) + histories.count[k]!);
  const sorted = [...ages].sort(([a], [b]) => a - b).map(([T, customers]) => ({ T, customers }));
  const drawn = drawHistories(model, parameters, sorted, day, seed);
  const scoreOf = (of: Pick<typeof histories, "length" | "frequency" | "recency" | "T">): Float64Array =>
    scoreHistories(of, fitted, YEAR, 0).expectedPurchases;
  const expectedScores = scoreOf(drawn);
  const ends = tenths(expectedScores);
  const expected = countBins(expectedScores, undefined, ends);
  const actual = countBins(scoreOf(histories), histories.count, ends);
  return { ...stabilityIndex(expected, actual), expected, actual };
}

/** The length within which purchases are merged, in time units of the model. */
export function grainIn({ grain, unit }: FittedModel): number {
  const lengths: Readonly<Record<Grain, number>> = {
    none: 0,
    hour: HOUR,
    day: DAY,
    week: 7 * DAY,
    month: (365.25 / 12) * DAY,
    year: 365.25 * DAY,
  };
  return inUnits(lengths[grain], unit);
}
