import { ClvError } from "../../errors.ts";
import { given } from "../../given.ts";
import { kpiInNumbers } from "../../run/kpi/result.ts";
import { kpi } from "../../run/kpi.ts";
import { logInNumbers } from "../../run/log-reading.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportFiles } from "../text/files.ts";
import { reportLog } from "../text/log.ts";
import { reportCohorts, reportForecast, reportMonths, reportSegmentMonths } from "../text/months.ts";

/** `clv kpi LOG [-o DIR]`: a log period by period, and its cohorts. */
export async function countMonths([path]: readonly string[], options: Options, around: Surroundings): Promise<Outcome> {
  const { period, by, ahead, model, horizon, discountRate, plan, margin, costPerOrder, acquisitionCost } = options;
  const { segments, cuts, interval, seed } = options;
  const result = await kpi(path!, {
    ...libraryOptions(options, around),
    ...{ period, discountRate, ...given({ by: clockAsked(by) }) },
    ...given({ segments, cuts, interval, seed, ahead, margin, model, horizon, plan, costPerOrder, acquisitionCost }),
  });
  const { name, engine, reading, notices, files } = result;
  const parts = [
    reportLog(name, engine, reading),
    reportMonths(result),
    result.bySegment && reportSegmentMonths(result.bySegment),
    reportCohorts(result),
    reportForecast(result, interval),
    reportFiles(given(files)),
  ];
  return {
    report: parts.filter(Boolean).join("\n"),
    summary: { ...kpiInNumbers(result), log: { engine, ...logInNumbers(reading) } },
    notices,
  };
}

const CLOCKS = ["calendar", "age"] as const;

function clockAsked(by: string | undefined): (typeof CLOCKS)[number] | undefined {
  const clock = CLOCKS.find((one) => one === by);
  if (by === undefined || clock !== undefined) return clock;
  throw new ClvError("usage", { where: "--by", expected: `one of ${CLOCKS.join(", ")}`, got: by });
}
