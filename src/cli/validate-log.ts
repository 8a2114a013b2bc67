import type { CustomerBase } from "../data/customer-base.ts";
import type { SummarizeOptions, SummaryReport } from "../data/summarize.ts";
import type { LogReport } from "../data/transaction-log.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { numbersOf } from "../fit/fitted-model.ts";
import type { Outputs } from "../io/outputs.ts";
import type { RejectedRow } from "../io/rejected-csv.ts";
import type { GoodnessOfFit } from "../validate/goodness-of-fit.ts";
import type { Origin } from "../validate/rolling-origins.ts";
import { type HoldoutInLog, withHeld } from "../validate/validate-holdout.ts";
import type { Validation } from "../validate/validation.ts";
import type { Engine } from "./choose-engine.ts";
import { comparedWith, heldIn, jointDraws } from "./draw.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";
import { summarizeOptions } from "./log-options.ts";
import { fitModels, requirePrediction } from "./models.ts";
import type { Outcome } from "./outcome.ts";
import { reportFiles } from "./report-files.ts";
import { fitNotices } from "./report-fit.ts";
import { logInNumbers, reportLog } from "./report-log.ts";
import { reportFolds, reportGoodness, reportValidation } from "./report-validation.ts";
import { withoutIds, workersFor } from "./workers.ts";
import { writeRejected } from "./write-rejected.ts";

/** A log, wherever it lies, that can be cut at one split after another. */
export interface LogToSplit {
  readonly name: string;
  readonly engine: Engine;
  readonly rejected: readonly RejectedRow[];
  /** Splits at rolling origins. */
  origins(folds: number, options: SummarizeOptions): Promise<Origin[]>;
  cut(options: SummarizeOptions): Promise<CutLog>;
}

/** A log cut at a split. */
export interface CutLog {
  readonly base: CustomerBase;
  readonly read: LogReport;
  readonly report: SummaryReport;
  /** Of the reading. */
  readonly notices: readonly Notice[];
  readonly holdout: HoldoutInLog;
}

/** One split, and how the models fitted before it describe what they were fitted on. */
interface Split extends Validation {
  readonly goodnessOfFit: GoodnessOfFit;
}

/** Throws unless one of --split and --folds was asked for. */
export function requireSplits({ split, folds }: Options): void {
  if ((split === undefined) !== (folds === undefined)) return;
  throw new ClvError("usage", {
    where: "clv validate",
    expected: "one of --split and --folds",
    got: split === undefined ? "neither" : "both",
    wayOut: "For example --split 1997-10-01, or --folds 4.",
  });
}

/** What was expected of the futures after the splits, and what came. */
export async function validateLog(log: LogToSplit, outputs: Outputs, options: Options): Promise<Outcome> {
  const { interval: level = 0.9, seed, output } = options;
  const splits: Split[] = [];
  const notices: Notice[] = [];
  let last: CutLog | undefined;
  for (const bounds of await boundsOf(log, options)) {
    const cut = await log.cut(bounds);
    last = cut;
    const fitted = await fitModels(cut.base, options);
    requirePrediction(fitted);
    const workers = workersFor(cut.base.length, options);
    const hold = async () => {
      const parameters = await jointDraws(workers, cut.base, fitted, seed, true);
      return heldIn(workers, cut.base, fitted, { level, seed, parameters });
    };
    const [held, compared, goodnessOfFit] = await Promise.all([
      hold(),
      comparedWith(workers, cut.base, fitted, cut.holdout),
      workers.run("goodness", { base: withoutIds(cut.base), fitted: numbersOf(fitted) }),
    ]);
    const validation = withHeld(compared, held);
    splits.push({ ...validation, goodnessOfFit });
    for (const notice of [...fitNotices(fitted), ...goodnessOfFit.notices, ...validation.notices]) {
      notices.push({ ...notice, message: `${validation.split}: ${notice.message}` });
    }
  }
  const { base, read, report } = last!;
  const json = `${JSON.stringify({ level, splits }, undefined, 2)}\n`;
  if (output !== undefined) await outputs.write(output, [json]);
  const files = given({ validation: output, rejected: await writeRejected(outputs, output, log.rejected) });
  await outputs.commit();
  return {
    report: [
      reportLog(log.name, log.engine, read, report, base.grain),
      ...(splits.length > 1
        ? [reportFolds(splits)]
        : splits.flatMap((split) => [reportValidation(split), reportGoodness(split.goodnessOfFit)])),
      reportFiles(files),
    ]
      .filter(Boolean)
      .join("\n"),
    summary: { log: logInNumbers(log.engine, read, report), level, splits, files },
    notices: [...last!.notices, ...notices],
  };
}

/** What is fitted and what is compared, for each split. */
async function boundsOf(log: LogToSplit, options: Options): Promise<SummarizeOptions[]> {
  const { split, folds } = options;
  const bounds = summarizeOptions(options);
  if (folds !== undefined) return (await log.origins(folds, bounds)).map((origin) => ({ ...bounds, ...origin }));
  const dates = split!.split(",").map((date) => date.trim());
  if (new Set(dates).size < dates.length) {
    throw new ClvError("usage", { where: "--split", expected: "each day once", got: split });
  }
  return dates.map((date) => ({ ...bounds, split: date }));
}
