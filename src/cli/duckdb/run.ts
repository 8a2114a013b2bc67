import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { beginArranging } from "../../engine/arrange.ts";
import type { Session } from "../../engine/duckdb.ts";
import { fetchFitData } from "../../engine/histories.ts";
import { baseOutputColumns } from "../../engine/output-columns.ts";
import { writeTable } from "../../engine/write-table.ts";
import { modelToJson } from "../../io/model-file.ts";
import { openOutputs } from "../../io/outputs.ts";
import { score } from "../../predict/score.ts";
import type { Options } from "../flags.ts";
import { given } from "../given.ts";
import { fitModelsTo, type ModelInUse, requirePrediction } from "../models.ts";
import type { Outcome } from "../outcome.ts";
import { writeRejected } from "../read-log.ts";
import { reportBase } from "../report-base.ts";
import { reportFiles } from "../report-files.ts";
import { fitNotices, reportFits } from "../report-fit.ts";
import { reportHoldout } from "../report-holdout.ts";
import { reportScores } from "../report-scores.ts";
import { partOfReport, REPORT_MOST } from "../report-size.ts";
import { horizonOf } from "../score-options.ts";
import { type BaseInDuckdb, baseFromLog, inDuckdb, open } from "./base.ts";
import { baseInNumbers } from "./base-in-numbers.ts";
import { bringOver } from "./bring-over.ts";
import { writeScores } from "./scores.ts";
import type { Steps } from "./steps.ts";

/** `clv run` of files of any size. */
export function runInDuckdb(path: string, folder: string, options: Options): Promise<Outcome> {
  return inDuckdb(options, async (session, steps) => {
    const opened = await open(session, path, options);
    const read = await baseFromLog(session, steps, path, opened, options);
    const { base, log, report, rejected, notices } = read;
    const data = await steps.step("Grouping histories", () => fetchFitData(session, base));
    const arranging = await beginArranging(session, base);
    const model = await steps.step("Fitting", () => fitModelsTo(data));
    requirePrediction(model.fitted);
    const place = (name: string): string => join(folder, name);
    await mkdir(folder, { recursive: true });
    const outputs = openOutputs(opened.source.files);
    const rejectedPath = await writeRejected(outputs, place("rejected.csv"), rejected);
    const files = {
      base: place(`base.${options.format}`),
      model: place("model.json"),
      scores: place(`scores.${options.format}`),
      ...given({ rejected: rejectedPath }),
      summary: place("summary.json"),
      ...given({ report: base.customers > REPORT_MOST ? undefined : place("report.html") }),
    };
    const columns = baseOutputColumns(base);
    const { base: arranged } = await steps.step("Sorting", () => arranging.done);
    const table = { name: "base", from: arranged.relation, columns, order: "customer_id", metadata: {} };
    await steps.step("Writing the base", () => writeTable(session, outputs, files.base, table));
    await outputs.write(files.model, [modelToJson(model.fitted)]);
    const horizon = horizonOf(base, options);
    const scores = await writeScores(
      session,
      steps,
      outputs,
      files.scores,
      base,
      arranging,
      data,
      model,
      horizon,
      options,
    );
    const numbers = await baseInNumbers(session, base, data);
    const drawn = base.customers > REPORT_MOST ? undefined : await draw(session, steps, path, read, model, options);
    const missing = drawn?.notices ?? [partOfReport(base.customers, "There is no report")];
    const allNotices = [...notices, ...fitNotices(model.fitted), ...scores.notices, ...missing];
    const summary = {
      log,
      base: numbers,
      model: model.fitted,
      scores: scores.numbers,
      ...given({ holdout: scores.holdout }),
      notices: allNotices,
      files,
    };
    if (drawn) await outputs.write(place("report.html"), [drawn.page]);
    await outputs.write(files.summary, [`${JSON.stringify(summary, undefined, 2)}\n`]);
    await outputs.commit();
    return {
      report: [
        report,
        reportBase(numbers),
        reportFits(model),
        scores.holdout && reportHoldout(scores.holdout, base.holdout!, base.unit),
        reportScores(scores.numbers),
        reportFiles(files),
      ]
        .filter(Boolean)
        .join("\n"),
      summary,
      notices: allNotices,
    };
  });
}

/** The page, from customers brought over into memory and scored there: to the last bit as they were in DuckDB. */
async function draw(
  session: Session,
  steps: Steps,
  path: string,
  read: BaseInDuckdb,
  model: ModelInUse,
  options: Options,
): ReturnType<typeof import("../report-page.ts")["pageOfRun"]> {
  const { base, transactions } = await bringOver(session, steps, read, options);
  const { margin, discountRate } = options;
  const terms = { horizon: horizonOf(base, options), margin, discountRate };
  const scores = score(base, model.fitted, model.purchase, model.spend, terms);
  const source = { base, ...given({ transactions, reading: read.reading }) };
  // Loaded when it is needed: the page's code takes longer to load than a small log to score.
  const { pageOfRun } = await import("../report-page.ts");
  return steps.step("Drawing", () => pageOfRun({ path, read: source, model, scores }, options));
}
