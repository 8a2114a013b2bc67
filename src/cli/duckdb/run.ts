import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fetchFitData } from "../../engine/histories.ts";
import { baseOutputColumns } from "../../engine/output-columns.ts";
import { writeTable } from "../../engine/write-table.ts";
import { modelToJson } from "../../io/model-file.ts";
import { openOutputs } from "../../io/outputs.ts";
import type { Options } from "../flags.ts";
import { given } from "../given.ts";
import { fitModelsTo, requirePrediction } from "../models.ts";
import type { Outcome } from "../outcome.ts";
import { writeRejected } from "../read-log.ts";
import { reportBase } from "../report-base.ts";
import { reportFiles } from "../report-files.ts";
import { fitNotices, reportFits } from "../report-fit.ts";
import { reportHoldout } from "../report-holdout.ts";
import { reportScores } from "../report-scores.ts";
import { horizonOf } from "../score-options.ts";
import { baseFromLog, inDuckdb, open } from "./base.ts";
import { baseInNumbers } from "./base-in-numbers.ts";
import { writeScores } from "./scores.ts";

/** `clv run` of files of any size. */
export function runInDuckdb(path: string, folder: string, options: Options): Promise<Outcome> {
  return inDuckdb(options, async (session, steps) => {
    const opened = await open(session, path, options);
    const { base, log, report, rejected, notices } = await baseFromLog(session, steps, path, opened, options);
    const data = await steps.step("Grouping histories", () => fetchFitData(session, base));
    const model = await steps.step("Fitting", () => fitModelsTo(data));
    requirePrediction(model.fitted);
    const place = (name: string): string => join(folder, name);
    await mkdir(folder, { recursive: true });
    const outputs = openOutputs(opened.source.files);
    const rejectedPath = await writeRejected(outputs, place("rejected.csv"), rejected);
    const files = {
      base: place("base.csv"),
      model: place("model.json"),
      scores: place("scores.csv"),
      ...given({ rejected: rejectedPath }),
      summary: place("summary.json"),
    };
    const columns = baseOutputColumns(base);
    const table = { name: "base", from: base.relation, columns, order: "customer_id", metadata: {} };
    await steps.step("Writing the base", () => writeTable(session, outputs, files.base, table));
    await outputs.write(files.model, [modelToJson(model.fitted)]);
    const horizon = horizonOf(base, options);
    const scores = await writeScores(session, steps, outputs, files.scores, base, data, model, horizon, options);
    const numbers = await baseInNumbers(session, base, data);
    const allNotices = [...notices, ...fitNotices(model.fitted), ...scores.notices];
    const summary = {
      log,
      base: numbers,
      model: model.fitted,
      scores: scores.numbers,
      ...given({ holdout: scores.holdout }),
      notices: allNotices,
      files,
    };
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
