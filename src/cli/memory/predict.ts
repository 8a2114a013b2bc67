import { openOutputs } from "../../io/outputs.ts";
import { scoresCsv } from "../../io/scores-csv.ts";
import type { Horizon } from "../../predict/horizon.ts";
import { score } from "../../predict/score.ts";
import type { Options } from "../flags.ts";
import { given } from "../given.ts";
import { intervalNotices, intervalsInNumbers, intervalsOf, jointDraws, reportIntervals } from "../intervals.ts";
import { type ModelInUse, otherData } from "../models.ts";
import type { Outcome } from "../outcome.ts";
import { readBase } from "../read-base.ts";
import { reportFiles } from "../report-files.ts";
import { reportScores, scoresInNumbers } from "../report-scores.ts";
import { chosenColumns } from "../score-options.ts";
import { writeRejected } from "../write-rejected.ts";

/** `clv predict` of a stream, or of a file in memory. */
export async function predictInMemory(
  path: string,
  modelPath: string,
  model: ModelInUse,
  horizon: Horizon,
  options: Options,
): Promise<Outcome> {
  const { fitted, purchase, spend } = model;
  const outputs = openOutputs([path, modelPath]);
  const { columns, ...reading } = options;
  const names = given({ columns: options.noHeader ? columns : undefined });
  const { base, log, report, rejected, notices } = await readBase(path, { ...reading, ...names }, fitted);
  const { margin, discountRate, interval: level, seed } = options;
  const terms = { horizon, margin, discountRate };
  const scores = score(base, fitted, purchase, spend, terms);
  const other = await otherData(base, fitted);
  const own = other.length === 0;
  const parameters = level === undefined ? undefined : jointDraws(base, model, seed, own);
  const intervals = level === undefined ? undefined : intervalsOf(base, model, { ...terms, level, seed, parameters });
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
    notices: [...notices, ...other, ...scores.notices, ...intervalNotices(intervals, model, own)],
  };
}
