import { type SummarizeOptions, type Summary, summarize } from "../data/summarize.ts";
import type { TransactionLog } from "../data/transaction-log.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { openOutputs } from "../io/outputs.ts";
import { checkFit } from "../validate/check-fit.ts";
import type { GoodnessOfFit } from "../validate/goodness-of-fit.ts";
import { rollingOrigins } from "../validate/rolling-origins.ts";
import { validate as validateModel } from "../validate/validate.ts";
import type { Validation } from "../validate/validation.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";
import { fitModels, requirePrediction } from "./models.ts";
import { openTable } from "./open-table.ts";
import type { Outcome } from "./outcome.ts";
import { readLog, summarizeOptions, writeRejected } from "./read-log.ts";
import { reportFiles } from "./report-files.ts";
import { fitNotices } from "./report-fit.ts";
import { logInNumbers, logNotices, reportLog } from "./report-log.ts";
import { reportFolds, reportGoodness, reportValidation } from "./report-validation.ts";

/** One split, and how the models fitted before it describe what they were fitted on. */
interface Split extends Validation {
  readonly goodnessOfFit: GoodnessOfFit;
}

/** `clv validate LOG --split DATE | --folds N`: what was expected of a future that has come. */
export async function validate([path]: readonly string[], options: Options): Promise<Outcome> {
  const outputs = openOutputs([path!]);
  const table = await openTable(path!, options);
  const { log, rejected } = await readLog(table, options);
  const { interval: level = 0.9, seed, output } = options;
  const splits: Split[] = [];
  const notices: Notice[] = [];
  let last: Summary | undefined;
  for (const bounds of boundsOf(log, options)) {
    const summary = summarize(log, bounds);
    last = summary;
    const model = await fitModels(summary.base);
    requirePrediction(model.fitted);
    const validation = validateModel(log, summary.base, model, { ...bounds, level, seed });
    const goodnessOfFit = checkFit(summary.base, model.fitted, model.purchase, model.spend);
    splits.push({ ...validation, goodnessOfFit });
    for (const notice of [...fitNotices(model.fitted), ...goodnessOfFit.notices, ...validation.notices]) {
      notices.push({ ...notice, message: `${validation.split}: ${notice.message}` });
    }
  }
  const { base, report } = last!;
  const json = `${JSON.stringify({ level, splits }, undefined, 2)}\n`;
  if (output !== undefined) await outputs.write(output, [json]);
  const files = given({ validation: output, rejected: await writeRejected(outputs, output, rejected) });
  await outputs.commit();
  return {
    report: [
      reportLog(table.name, "memory", log.report, report, base.grain),
      ...(splits.length > 1
        ? [reportFolds(splits)]
        : splits.flatMap((split) => [reportValidation(split), reportGoodness(split.goodnessOfFit)])),
      reportFiles(files),
    ]
      .filter(Boolean)
      .join("\n"),
    summary: { log: logInNumbers("memory", log.report, report), level, splits, files },
    notices: [...logNotices(log.report, report, base.grain), ...notices],
  };
}

/** What is fitted and what is compared, for each split. */
function boundsOf(log: TransactionLog, options: Options): SummarizeOptions[] {
  const { split, folds } = options;
  const bounds = summarizeOptions(options);
  if ((split === undefined) === (folds === undefined)) {
    throw new ClvError("usage", {
      where: "clv validate",
      expected: "one of --split and --folds",
      got: split === undefined ? "neither" : "both",
      wayOut: "For example --split 1997-10-01, or --folds 4.",
    });
  }
  if (folds !== undefined) return rollingOrigins(log, folds, bounds).map((origin) => ({ ...bounds, ...origin }));
  return split!.split(",").map((date) => ({ ...bounds, split: date.trim() }));
}
