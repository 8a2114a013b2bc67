import { ClvError } from "../errors.ts";
import { openOutputs } from "../io/outputs.ts";
import { scoresCsv } from "../io/scores-csv.ts";
import { parseHorizon } from "../predict/horizon.ts";
import { score } from "../predict/score.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";
import { otherData, readModel, requirePrediction } from "./models.ts";
import { needed } from "./needed.ts";
import type { Outcome } from "./outcome.ts";
import { readBase } from "./read-base.ts";
import { writeRejected } from "./read-log.ts";
import { reportFiles } from "./report-files.ts";
import { reportScores, scoresInNumbers } from "./report-scores.ts";

/** `clv predict LOG|BASE --model MODEL.json --horizon H -o SCORES`: scores for every customer. */
export async function predict([path]: readonly string[], options: Options): Promise<Outcome> {
  const modelPath = needed("predict", options, "model");
  const horizon = parseHorizon(needed("predict", options, "horizon"));
  if (path === "-" && modelPath === "-") {
    throw new ClvError("usage", { where: "clv predict", expected: "standard input for one file", got: "- twice" });
  }
  const outputs = openOutputs([path!, modelPath]);
  const { fitted, purchase, spend } = await readModel(modelPath);
  requirePrediction(fitted);
  const { base, log, report, rejected, notices } = await readBase(path!, options, fitted);
  const { margin, discountRate } = options;
  const scores = score(base, fitted, purchase, spend, { horizon, margin, discountRate });
  if (options.output !== undefined) await outputs.write(options.output, scoresCsv(scores));
  const files = given({ scores: options.output, rejected: await writeRejected(outputs, options.output, rejected) });
  await outputs.commit();
  return {
    report: [report, reportScores(scores, options), reportFiles(files)].filter(Boolean).join("\n"),
    summary: {
      ...given({ log }),
      model: { unit: fitted.unit, data: fitted.data },
      scores: scoresInNumbers(scores, options),
      files,
    },
    notices: [...notices, ...(await otherData(base, fitted)), ...scores.notices],
  };
}
