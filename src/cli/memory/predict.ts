import { openOutputs } from "../../io/outputs.ts";
import { scoresCsv } from "../../io/scores-csv.ts";
import type { Horizon } from "../../predict/horizon.ts";
import { intervalsOf, jointDraws, scoresOf } from "../draw.ts";
import type { Options } from "../flags.ts";
import { given } from "../given.ts";
import { intervalNotices, intervalsInNumbers, reportIntervals } from "../intervals.ts";
import { otherData, readModelToPredict } from "../models.ts";
import type { Outcome } from "../outcome.ts";
import { readBase } from "../read-base.ts";
import { reportFiles } from "../report-files.ts";
import { reportScores, scoresInNumbers } from "../report-scores.ts";
import { chosenColumns } from "../score-options.ts";
import { workersFor } from "../workers.ts";
import { writeRejected } from "../write-rejected.ts";

/** `clv predict` of a stream, or of a file in memory. */
export async function predictInMemory(
  path: string,
  modelPath: string,
  horizon: Horizon,
  options: Options,
): Promise<Outcome> {
  const fitted = await readModelToPredict(modelPath);
  const outputs = openOutputs([path, modelPath]);
  const { columns, ...reading } = options;
  const names = given({ columns: options.noHeader ? columns : undefined });
  const { base, log, report, rejected, notices } = await readBase(path, { ...reading, ...names }, fitted);
  const { margin, discountRate, interval: level, seed } = options;
  const terms = { horizon, margin, discountRate };
  const workers = workersFor(base.length, options);
  const scores = await scoresOf(workers, base, fitted, terms);
  const other = await otherData(base, fitted);
  const own = other.length === 0;
  const parameters = level === undefined ? undefined : await jointDraws(workers, base, fitted, seed, own);
  const intervals =
    level === undefined ? undefined : await intervalsOf(workers, base, fitted, { ...terms, level, seed, parameters });
  const numbers = scoresInNumbers(scores, options);
  if (options.output !== undefined)
    await outputs.write(options.output, scoresCsv(scores, chosenColumns(options), intervals));
  const files = given({ scores: options.output, rejected: await writeRejected(outputs, options.output, rejected) });
  await outputs.commit();
  return {
    report: [report, reportScores(numbers), intervals && reportIntervals(intervals), reportFiles(files)]
      .filter(Boolean)
      .join("\n"),
    summary: {
      ...given({ log }),
      model: { unit: fitted.unit, data: fitted.data },
      scores: numbers,
      ...given({ intervals: intervals && intervalsInNumbers(intervals) }),
      files,
    },
    notices: [...notices, ...other, ...scores.notices, ...intervalNotices(intervals, fitted, own)],
  };
}
