import { makeFolder, openOutputs } from "../../io/outputs.ts";
import { beginWriting } from "../../sql/duckdb/write-table.ts";
import type { Session } from "../../sql/session.ts";
import { addIntervals } from "../../sql/steps/add-intervals.ts";
import { beginArranging } from "../../sql/steps/arrange.ts";
import { fetchFitData } from "../../sql/steps/histories.ts";
import { dropAllButTransactions } from "../../sql/steps/kept-log.ts";
import { baseOutputColumns } from "../../sql/steps/output-columns.ts";
import { scoreBaseHistories, scoreEngineBase } from "../../sql/steps/score-engine-base.ts";
import { intervalsOf, jointDraws, scoresOf } from "../draw.ts";
import { finishRun } from "../finish-run.ts";
import type { Options } from "../flags.ts";
import { requirePrediction } from "../models.ts";
import { attempt, type Outcome } from "../outcome.ts";
import { noRoomForPage } from "../room-for-page.ts";
import { runFiles } from "../run-files.ts";
import { termsOf } from "../score-options.ts";
import { fitModelsTo, workersFor } from "../workers.ts";
import type { BaseInDuckdb } from "./base.ts";
import { baseInNumbers } from "./base-in-numbers.ts";
import { bringOver } from "./bring-over.ts";
import { beginScores } from "./scores.ts";
import type { Steps } from "./steps.ts";

/** The rest of `clv run` once the customers lie in DuckDB: models, scores and whatever is written. */
export async function runFromBase(
  session: Session,
  steps: Steps,
  path: string,
  folder: string,
  read: BaseInDuckdb,
  options: Options,
): Promise<Outcome> {
  const { base } = read;
  const noRoom = options.noReport ? undefined : noRoomForPage(base.customers);
  const noPage = options.noReport || noRoom !== undefined;
  const data = await steps.step("Grouping histories", () => fetchFitData(session, base));
  const arranging = await beginArranging(session, base);
  const model = await steps.step("Fitting", () => fitModelsTo(data, options));
  requirePrediction(model);
  await makeFolder(folder);
  const files = runFiles(folder, options);
  const outputs = openOutputs(read.files, options);
  const arranged = await steps.step("Sorting", () => arranging.done);
  const table = { name: "base", from: arranged.relation, columns: baseOutputColumns(base), metadata: {} };
  const writing = await beginWriting(session, outputs, files.base, table);
  const { interval: level, seed } = options;
  const terms = termsOf(base, options);
  const byHistory = scoreBaseHistories(data, model, terms);
  const [scored] = await steps.step("Writing the base", () =>
    Promise.all([scoreEngineBase(session, arranging, byHistory), writing.done]),
  );
  // To the last bit what it is in DuckDB: what needs customers one by one is made from it.
  const over = noPage && level === undefined ? undefined : await bringOver(session, steps, read, arranged);
  const workers = workersFor(base.customers, options);
  const draws =
    over && level !== undefined
      ? await steps.step("Resampling", () => jointDraws(workers, over.base, model, seed, true))
      : undefined;
  const ends =
    over && level !== undefined
      ? await steps.step("Drawing intervals", () =>
          intervalsOf(workers, over.base, model, { ...terms, level, seed, parameters: draws }),
        )
      : undefined;
  const handed = over && ends ? await addIntervals(session, scored, over.base.customers, ends) : scored;
  const scoring = await beginScores(session, steps, outputs, files.scores, arranged, handed, model, options);
  const numbers = await baseInNumbers(session, arranged, data);
  const scores = await scoring.done;
  const page = async (): Promise<string> => {
    await dropAllButTransactions(session);
    const inMemory = await scoresOf(workers, over!.base, model, terms);
    // Loaded when it is needed: the page's code takes longer to load than a small log to score.
    const { pageOf } = await import("../report-page.ts");
    return pageOf({ path, read: over!, fitted: model, scores: inMemory, draws, intervals: ends }, options);
  };
  return finishRun(
    outputs,
    folder,
    {
      reading: read,
      base: numbers,
      model,
      scores: scores.numbers,
      intervals: ends,
      holdout: scores.holdout,
      page: noPage ? undefined : await steps.step("Drawing", () => attempt("report.html", page)),
      notices: { before: read.notices, after: [...scores.notices, ...(noRoom ? [noRoom] : [])] },
    },
    options,
  );
}
