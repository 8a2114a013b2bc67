import { given } from "../../given.ts";
import { logInNumbers } from "../../run/log-reading.ts";
import { validate } from "../../run/validate.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportFiles } from "../text/files.ts";
import { reportLog } from "../text/log.ts";
import { reportSeasonFound } from "../text/season.ts";
import { reportFolds, reportGoodness, reportSegmentsHeld, reportValidation } from "../text/validation.ts";
import { reportTiersTested } from "../text/value.ts";

/** `clv validate LOG --split DATE | --folds N`: a forecast beside the actual purchases. */
export async function validateForecast(
  [path]: readonly string[],
  options: Options,
  around: Surroundings,
): Promise<Outcome> {
  const { split, folds, model, season, spendModel, interval, seed } = options;
  const { plan, margin, costPerOrder, acquisitionCost, segments, cuts, period } = options;
  const days = split?.split(",").map((day) => day.trim());
  const { name, engine, reading, level, splits, notices, files } = await validate(path!, {
    ...libraryOptions(options, around),
    ...given({ split: days, folds, model, season, spendModel, interval, seed }),
    ...given({ plan, margin, costPerOrder, acquisitionCost, segments, cuts, period }),
  });
  const parts = [
    reportLog(name, engine, reading),
    ...(splits.length > 1
      ? [reportFolds(splits)]
      : splits.flatMap((one) => [
          one.season && reportSeasonFound(one.season),
          reportValidation(one),
          one.tiers && reportTiersTested(one.split, one.tiers),
          one.segments && reportSegmentsHeld(one.split, one.segments),
          reportGoodness(one.goodnessOfFit),
        ])),
    reportFiles(files),
  ];
  return {
    report: parts.filter(Boolean).join("\n"),
    summary: { log: { engine, ...logInNumbers(reading) }, level, splits, files },
    notices,
  };
}
