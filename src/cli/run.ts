import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { CustomerBase } from "../data/customer-base.ts";
import { ClvError } from "../errors.ts";
import { customerBaseCsv } from "../io/customer-base-csv.ts";
import { modelToJson } from "../io/model-file.ts";
import { openOutputs } from "../io/outputs.ts";
import { scoresCsv } from "../io/scores-csv.ts";
import { type Horizon, parseHorizon } from "../predict/horizon.ts";
import { score } from "../predict/score.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";
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

/** `clv run LOG [-o DIR]`: from a log to scored customers in one go. */
export async function run([path]: readonly string[], options: Options): Promise<Outcome> {
  const folder = options.output ?? "out";
  if (folder === "-") {
    throw new ClvError("usage", { where: "--output", expected: "a folder", got: "-", wayOut: "Or see clv predict." });
  }
  const { base, log, report, rejected, notices } = await baseOfLog(await openTable(path!, options), options);
  const model = await fitModels(base);
  const { fitted, purchase, spend } = model;
  requirePrediction(fitted);
  const { margin, discountRate } = options;
  const scores = score(base, fitted, purchase, spend, { horizon: horizonOf(base, options), margin, discountRate });
  const holdout = holdoutInNumbers(base, scores);
  const numbers = baseInNumbers(base);
  const allNotices = [...notices, ...fitNotices(fitted), ...scores.notices];

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
  };
  const summary = {
    log,
    base: numbers,
    model: fitted,
    scores: scoresInNumbers(scores, options),
    ...given({ holdout }),
    notices: allNotices,
    files,
  };
  await outputs.write(files.base, customerBaseCsv(base));
  await outputs.write(files.model, [modelToJson(fitted)]);
  await outputs.write(files.scores, scoresCsv(scores));
  await outputs.write(files.summary, [`${JSON.stringify(summary, undefined, 2)}\n`]);
  await outputs.commit();
  return {
    report: [
      report,
      reportBase(numbers),
      reportFits(model),
      holdout && reportHoldout(holdout, base.holdout!, base.unit),
      reportScores(scores, options),
      reportFiles(files),
    ]
      .filter(Boolean)
      .join("\n"),
    summary,
    notices: allNotices,
  };
}

/** As asked; else as far as the holdout, to be compared with it; else a year. */
function horizonOf(base: CustomerBase, options: Options): Horizon {
  if (options.horizon !== undefined) return parseHorizon(options.horizon);
  return base.holdout ? { amount: base.holdout.duration, unit: base.unit } : { amount: 1, unit: "year" };
}
