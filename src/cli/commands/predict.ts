import { given } from "../../given.ts";
import { parseHorizon } from "../../predict/horizon.ts";
import { logInNumbers } from "../../run/log-reading.ts";
import type { HorizonText } from "../../run/options.ts";
import { predict } from "../../run/predict.ts";
import { isDay } from "../../run/score-options.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, needed, refuseStdinTwice, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";

/** `clv predict LOG|BASE --model MODEL.json --horizon H -o SCORES`: scores for every customer. */
export async function predictCustomers(
  [path]: readonly string[],
  options: Options,
  around: Surroundings,
): Promise<Outcome> {
  const model = needed("predict", options, "model");
  const horizon = horizonsAsked(needed("predict", options, "horizon"));
  refuseStdinTwice("predict", path!, model);
  const { margin, discountRate, interval, seed, noHeader, columns, plan, costPerOrder, acquisitionCost } = options;
  const { segments, cuts, period } = options;
  // For a file with a header, --columns names the columns to write, not those to read.
  const { columns: read, ...reading } = libraryOptions(options, around);
  const scoreColumns = noHeader ? undefined : columns?.split(",").map((name) => name.trim());
  const result = await predict(path!, {
    ...reading,
    ...given({ columns: noHeader ? read : undefined, scoreColumns }),
    ...{ model, horizon, discountRate, seed },
    ...given({ margin, interval, plan, costPerOrder, acquisitionCost, segments, cuts, period }),
  });
  const [{ reportLog }, { reportScores }, { reportIntervals, reportTotalsBySegment }, { reportFiles }] =
    await Promise.all([
      import("../text/log.ts"),
      import("../text/scores.ts"),
      import("../text/intervals.ts"),
      import("../text/files.ts"),
    ]);
  const { name, engine, reading: log, model: fitted, scores, intervals, notices, files } = result;
  const parts = [
    log && reportLog(name, engine, log),
    reportScores(scores),
    intervals && reportIntervals(intervals, scores.customers),
    result.segments && reportTotalsBySegment(result.segments),
    reportFiles(files),
  ];
  return {
    report: parts.filter(Boolean).join("\n"),
    summary: {
      ...given({ log: log && { engine, ...logInNumbers(log) } }),
      ...{
        model: { unit: fitted.unit, data: fitted.data },
        scores,
        ...given({ intervals, segments: result.segments }),
        files,
      },
    },
    notices,
  };
}

/**
 * Refuses an invalid horizon before anything is read. A horizon given as a day is checked when the last day observed is
 * known.
 */
function horizonsAsked(text: string): readonly HorizonText[] {
  return text.split(",").map((one) => (isDay(one) ? one : parseHorizon(one)));
}
