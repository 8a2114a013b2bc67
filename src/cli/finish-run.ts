import { join } from "node:path";
import type { Notice } from "../fit/fit-result.ts";
import { type FittedModel, numbersOf } from "../fit/fitted-model.ts";
import { modelToJson } from "../io/model-file.ts";
import type { Outputs } from "../io/outputs.ts";
import type { RejectedRow } from "../io/rejected-csv.ts";
import type { ScoreIntervals } from "../predict/score-intervals.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";
import { intervalsInNumbers, reportIntervals } from "./intervals.ts";
import type { Outcome } from "./outcome.ts";
import { type BaseInNumbers, reportBase } from "./report-base.ts";
import { reportFiles } from "./report-files.ts";
import { fitNotices, reportFits } from "./report-fit.ts";
import { type HoldoutInNumbers, reportHoldout } from "./report-holdout.ts";
import { reportScores, type ScoresInNumbers } from "./report-scores.ts";
import { writeRejected } from "./write-rejected.ts";

/** Where `clv run` puts what. */
export function runFiles(folder: string, { format }: Pick<Options, "format">) {
  const place = (name: string): string => join(folder, name);
  return {
    base: place(`base.${format}`),
    model: place("model.json"),
    scores: place(`scores.${format}`),
    rejected: place("rejected.csv"),
    summary: place("summary.json"),
    report: place("report.html"),
  };
}

/** What a run found, wherever its customers are. */
interface RunFindings {
  /** What became of the rows, for a person, for a program, and those that were rejected. */
  readonly reading: { readonly report: string; readonly log?: object; readonly rejected: readonly RejectedRow[] };
  readonly base: BaseInNumbers;
  readonly model: FittedModel;
  readonly scores: ScoresInNumbers;
  readonly intervals?: ScoreIntervals | undefined;
  readonly holdout?: HoldoutInNumbers | undefined;
  /** The page, unless it is not wanted. */
  readonly page?: string | undefined;
  /** Of the reading and of the scores. */
  readonly notices: { readonly before: readonly Notice[]; readonly after: readonly Notice[] };
}

/** Ends a run: writes all but the base and the scores, puts every file in its place and says what was found. */
export async function finishRun(
  outputs: Outputs,
  places: ReturnType<typeof runFiles>,
  { reading, base, model, scores, intervals, holdout, page, notices: { before, after } }: RunFindings,
): Promise<Outcome> {
  const { log, report, rejected } = reading;
  const notices = [...before, ...fitNotices(model), ...after];
  const { report: pagePath, ...others } = places;
  const files = {
    ...given({ ...others, rejected: await writeRejected(outputs, places.rejected, rejected) }),
    ...(page !== undefined && { report: pagePath }),
  };
  const summary = {
    ...given({ log }),
    base,
    model: numbersOf(model),
    scores,
    ...given({ intervals: intervals && intervalsInNumbers(intervals) }),
    ...given({ holdout }),
    notices,
    files,
  };
  await outputs.write(places.model, [modelToJson(model)]);
  if (page !== undefined) await outputs.write(pagePath, [page]);
  await outputs.write(places.summary, [`${JSON.stringify(summary, undefined, 2)}\n`]);
  await outputs.commit();
  const parts = [
    report,
    reportBase(base),
    reportFits(model),
    holdout && reportHoldout(holdout, base.holdout!, base.unit),
    reportScores(scores),
    intervals && reportIntervals(intervals),
    reportFiles(files),
  ];
  return { report: parts.filter(Boolean).join("\n"), summary, notices };
}
