import { ClvError } from "../errors.ts";
import { openOutputs } from "../io/outputs.ts";
import { scoresCsv } from "../io/scores-csv.ts";
import { parseHorizon } from "../predict/horizon.ts";
import { score } from "../predict/score.ts";
import { chooseEngine } from "./choose-engine.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";
import {
  intervalNotices,
  intervalsInNumbers,
  intervalsOf,
  jointDraws,
  reportIntervals,
  requireInterval,
} from "./intervals.ts";
import { otherData, readModel, requirePrediction } from "./models.ts";
import { needed } from "./needed.ts";
import type { Outcome } from "./outcome.ts";
import { readBase } from "./read-base.ts";
import { writeRejected } from "./read-log.ts";
import { reportFiles } from "./report-files.ts";
import { reportScores, scoresInNumbers } from "./report-scores.ts";
import { chosenColumns } from "./score-options.ts";

/** `clv predict LOG|BASE --model MODEL.json --horizon H -o SCORES`: scores for every customer. */
export async function predict([path]: readonly string[], options: Options): Promise<Outcome> {
  const modelPath = needed("predict", options, "model");
  const horizon = parseHorizon(needed("predict", options, "horizon"));
  if (path === "-" && modelPath === "-") {
    throw new ClvError("usage", { where: "clv predict", expected: "standard input for one file", got: "- twice" });
  }
  requireInterval(options);
  const engine = await chooseEngine(path!, options);
  const model = await readModel(modelPath);
  const { fitted, purchase, spend } = model;
  requirePrediction(fitted);
  if (engine === "duckdb") {
    return (await import("./duckdb/predict.ts")).predictInDuckdb(path!, modelPath, model, horizon, options);
  }
  const outputs = openOutputs([path!, modelPath]);
  const { columns, ...reading } = options;
  const names = given({ columns: options.noHeader ? columns : undefined });
  const { base, log, report, rejected, notices } = await readBase(path!, { ...reading, ...names }, fitted);
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
