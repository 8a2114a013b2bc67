import { mkdir } from "node:fs/promises";
import { beginArranging } from "../../engine/arrange.ts";
import type { Session } from "../../engine/duckdb.ts";
import { fetchFitData } from "../../engine/histories.ts";
import { baseOutputColumns } from "../../engine/output-columns.ts";
import { writeTable } from "../../engine/write-table.ts";
import { openOutputs } from "../../io/outputs.ts";
import { score } from "../../predict/score.ts";
import { finishRun, runFiles } from "../finish-run.ts";
import type { Options } from "../flags.ts";
import { given } from "../given.ts";
import { fitModelsTo, type ModelInUse, requirePrediction } from "../models.ts";
import type { Outcome } from "../outcome.ts";
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
    const { base } = read;
    const data = await steps.step("Grouping histories", () => fetchFitData(session, base));
    const arranging = await beginArranging(session, base);
    const model = await steps.step("Fitting", () => fitModelsTo(data));
    requirePrediction(model.fitted);
    await mkdir(folder, { recursive: true });
    const files = runFiles(folder, options);
    const outputs = openOutputs(opened.source.files);
    const columns = baseOutputColumns(base);
    const { base: arranged } = await steps.step("Sorting", () => arranging.done);
    const table = { name: "base", from: arranged.relation, columns, order: "customer_id", metadata: {} };
    await steps.step("Writing the base", () => writeTable(session, outputs, files.base, table));
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
    const page = options.noReport ? undefined : await draw(session, steps, path, read, model, options);
    return finishRun(outputs, files, {
      reading: read,
      base: await baseInNumbers(session, base, data),
      model,
      scores: scores.numbers,
      holdout: scores.holdout,
      page,
      notices: { before: read.notices, after: scores.notices },
    });
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
): Promise<string> {
  const { base, transactions } = await bringOver(session, steps, read, options);
  const { margin, discountRate } = options;
  const terms = { horizon: horizonOf(base, options), margin, discountRate };
  const scores = score(base, model.fitted, model.purchase, model.spend, terms);
  const source = { base, ...given({ transactions, reading: read.reading }) };
  // Loaded when it is needed: the page's code takes longer to load than a small log to score.
  const { pageOf } = await import("../report-page.ts");
  return steps.step("Drawing", () => pageOf({ path, read: source, model, scores }, options));
}
