import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ClvError } from "../errors.ts";
import { customerBaseCsv } from "../io/customer-base-csv.ts";
import { modelToJson } from "../io/model-file.ts";
import { openOutputs } from "../io/outputs.ts";
import { scoresCsv } from "../io/scores-csv.ts";
import { score } from "../predict/score.ts";
import { chooseEngine } from "./choose-engine.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";
import { intervalsInNumbers, intervalsOf, reportIntervals, requireCsvOutput } from "./intervals.ts";
import { fitModels, requirePrediction } from "./models.ts";
import { openTable } from "./open-table.ts";
import type { Outcome } from "./outcome.ts";
import { baseOfLog } from "./read-base.ts";
import { writeRejected } from "./read-log.ts";
import { baseInNumbers, reportBase } from "./report-base.ts";
import { reportFiles } from "./report-files.ts";
import { fitNotices, reportFits } from "./report-fit.ts";
import { holdoutInNumbers, reportHoldout } from "./report-holdout.ts";
import { reportScores, scoresInNumbers } from "./report-scores.ts";
import { partOfReport, REPORT_MOST } from "./report-size.ts";
import { horizonOf } from "./score-options.ts";

/** `clv run LOG [-o DIR]`: from a log to scored customers in one go. */
export async function run([path]: readonly string[], options: Options): Promise<Outcome> {
  const folder = options.output ?? "out";
  if (folder === "-") {
    throw new ClvError("usage", { where: "--output", expected: "a folder", got: "-", wayOut: "Or see clv predict." });
  }
  requireCsvOutput(options);
  const inDuckdb = (await chooseEngine(path!, options)) === "duckdb";
  if (inDuckdb && options.interval === undefined) {
    return (await import("./duckdb/run.ts")).runInDuckdb(path!, folder, options);
  }
  const read = inDuckdb
    ? await (await import("./duckdb/bring-over.ts")).readByDuckdb(path!, options)
    : await baseOfLog(await openTable(path!, options), options);
  const { base, log, report, rejected, notices } = read;
  const model = await fitModels(base);
  const { fitted, purchase, spend } = model;
  requirePrediction(fitted);
  const { margin, discountRate } = options;
  const terms = { horizon: horizonOf(base, options), margin, discountRate };
  const scores = score(base, fitted, purchase, spend, terms);
  const intervals = intervalsOf(base, model, terms, options, true);
  const holdout = holdoutInNumbers(base, scores);
  const numbers = baseInNumbers(base);
  const numbersOfScores = scoresInNumbers(scores, options);
  const drawn =
    base.length > REPORT_MOST
      ? undefined
      : await (await import("./report-page.ts")).pageOfRun({ path: path!, read, model, scores, intervals }, options);
  const missing = drawn?.notices ?? [partOfReport(base.length, "There is no report")];
  const allNotices = [...notices, ...fitNotices(fitted), ...scores.notices, ...missing];

  const place = (name: string): string => join(folder, name);
  await mkdir(folder, { recursive: true });
  const outputs = openOutputs([path!]);
  const rejectedPath = await writeRejected(outputs, place("rejected.csv"), rejected);
  const files = {
    base: place("base.csv"),
    model: place("model.json"),
    scores: place("scores.csv"),
    ...given({ rejected: rejectedPath }),
    summary: place("summary.json"),
    ...given({ report: drawn && place("report.html") }),
  };
  const summary = {
    log,
    base: numbers,
    model: fitted,
    scores: numbersOfScores,
    ...given({ intervals: intervals && intervalsInNumbers(intervals) }),
    ...given({ holdout }),
    notices: allNotices,
    files,
  };
  await outputs.write(files.base, customerBaseCsv(base));
  await outputs.write(files.model, [modelToJson(fitted)]);
  await outputs.write(files.scores, scoresCsv(scores, undefined, intervals));
  if (drawn) await outputs.write(place("report.html"), [drawn.page]);
  await outputs.write(files.summary, [`${JSON.stringify(summary, undefined, 2)}\n`]);
  await outputs.commit();
  return {
    report: [
      report,
      reportBase(numbers),
      reportFits(model),
      holdout && reportHoldout(holdout, base.holdout!, base.unit),
      reportScores(numbersOfScores),
      intervals && reportIntervals(intervals),
      reportFiles(files),
    ]
      .filter(Boolean)
      .join("\n"),
    summary,
    notices: allNotices,
  };
}
