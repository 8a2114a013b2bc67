import { looksLikeBase } from "../data/base-columns.ts";
import type { CsvTable } from "../data/csv-table.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { readCustomerBase } from "../data/read-customer-base.ts";
import { summarize } from "../data/summarize.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { collectRejected, type RejectedRows } from "../io/rejected-rows.ts";
import { purchaseTimes } from "../report/build/purchase-times.ts";
import type { Reading } from "../report/report-data.ts";
import { holdoutIn } from "../validate/validate.ts";
import type { HoldoutInLog } from "../validate/validate-holdout.ts";
import { asFitted, baseColumnNames, inGrainOf, refuseBaseFlags, refuseLogFlags } from "./base-options.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";
import { summarizeOptions } from "./log-options.ts";
import { openTable } from "./open-table.ts";
import { readLog } from "./read-log.ts";
import { logInNumbers, logNotices, readingOf, reportLog } from "./report-log.ts";

/** A customer base from a file, and what there is to say about the reading. */
export interface BaseFromFile {
  readonly base: CustomerBase;
  readonly report: string;
  /** What became of the rows, for a program; absent when the file was a base already. */
  readonly log?: object;
  /** The same for the page; absent when the file was a base already. */
  readonly reading?: Reading;
  /** Absent when the file was a base already. */
  readonly behind?: LogBehind;
  /** Whether the file, a base, tells of a holdout that was not read. */
  readonly holdoutUnread?: boolean;
  readonly rejected: RejectedRows;
  readonly notices: readonly Notice[];
}

/** The log a base was made of, wherever it lies, to be asked for what the base does not hold. */
export interface LogBehind {
  /** With a split. */
  readonly holdout?: () => HoldoutInLog;
  /** When a customer bought, by place in the base. */
  purchasesOf(customer: number): readonly number[] | Promise<readonly number[]>;
}

/**
 * Reads LOG|BASE: a file with the columns frequency, recency and T is a base, any other a log.
 *
 * With a fitted model the log is cut and measured as the model was; a base keeps its unit, which `score` converts.
 */
export async function readBase(path: string, options: Options, fitted?: FittedModel): Promise<BaseFromFile> {
  const table = await openTable(path, options);
  if (!looksLikeBase(table.columns, baseColumnNames(options))) {
    refuseBaseFlags(options, path);
    return baseOfLog(table, fitted ? asFitted(options, fitted) : options);
  }
  refuseLogFlags(options, table.name);
  const { unit, grain, customer, anyId, frequencyCounts } = options;
  const base = await readCustomerBase(table, {
    ...given({ unit, grain, customer, anyId, frequencyCounts }),
    columns: baseColumnNames(options),
  });
  return {
    base: fitted ? inGrainOf(fitted, base, options) : base,
    report: "",
    rejected: collectRejected(),
    notices: [],
  };
}

/** Reads a log and makes its base. */
export async function baseOfLog(table: CsvTable, options: Options): Promise<BaseFromFile> {
  const { log, rejected } = await readLog(table, options);
  const bounds = summarizeOptions(options);
  const { base, report: summary } = summarize(log, bounds);
  const read = log.report;
  return {
    base,
    report: reportLog(table.name, "memory", read, summary, base.grain),
    log: logInNumbers("memory", read, summary),
    reading: readingOf(read, summary, base.grain),
    behind: {
      ...(base.holdout && { holdout: () => holdoutIn(log, summary.from, bounds) }),
      purchasesOf: (customer) => purchaseTimes(log, base, customer, bounds),
    },
    rejected,
    notices: logNotices(read, summary, base.grain),
  };
}
