import { customerBaseCsv } from "../../io/customer-base-csv.ts";
import { makeFolder, openOutputs } from "../../io/outputs.ts";
import { scoresCsv } from "../../io/scores-csv.ts";
import { intervalsOf, jointDraws, scoresOf } from "../draw.ts";
import { finishRun, runFiles } from "../finish-run.ts";
import type { Options } from "../flags.ts";
import { fitModels, requirePrediction } from "../models.ts";
import { openTable } from "../open-table.ts";
import type { Outcome } from "../outcome.ts";
import { baseOfLog } from "../read-base.ts";
import { baseInNumbers } from "../report-base.ts";
import { holdoutInNumbers } from "../report-holdout.ts";
import { scoresInNumbers } from "../report-scores.ts";
import { termsOf } from "../score-options.ts";
import { workersFor } from "../workers.ts";

/** `clv run` of a stream, or of a file in memory. */
export async function runInMemory(path: string, folder: string, options: Options): Promise<Outcome> {
  const read = await baseOfLog(await openTable(path, options), options);
  const { base } = read;
  const model = await fitModels(base, options);
  requirePrediction(model);
  const { interval: level, seed } = options;
  const terms = termsOf(base, options);
  const workers = workersFor(base.length, options);
  const scores = await scoresOf(workers, base, model, terms);
  const draws = level === undefined ? undefined : await jointDraws(workers, base, model, seed, true);
  const intervals =
    level === undefined
      ? undefined
      : await intervalsOf(workers, base, model, { ...terms, level, seed, parameters: draws });
  // Loaded when it is needed: the page's code takes longer to load than a small log to score.
  const page = options.noReport
    ? undefined
    : await (await import("../report-page.ts")).pageOf(
        { path, read, fitted: model, scores, draws, intervals },
        options,
      );
  await makeFolder(folder);
  const files = runFiles(folder, options);
  const outputs = openOutputs([path]);
  await outputs.write(files.base, customerBaseCsv(base));
  await outputs.write(files.scores, scoresCsv(scores, undefined, intervals));
  return finishRun(outputs, files, {
    reading: read,
    base: baseInNumbers(base),
    model,
    scores: scoresInNumbers(scores, options),
    intervals,
    holdout: holdoutInNumbers(base, scores),
    page,
    notices: { before: read.notices, after: scores.notices },
  });
}
