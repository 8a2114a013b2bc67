import { looksLikeBase } from "../data/base-columns.ts";
import type { CsvTable } from "../data/csv-table.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { readCustomerBase } from "../data/read-customer-base.ts";
import { summarize } from "../data/summarize.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { RejectedRow } from "../io/rejected-csv.ts";
import { purchaseTimes } from "../report/build/purchase-times.ts";
import type { Reading } from "../report/report-data.ts";
import { holdoutIn } from "../validate/validate.ts";
import type { HoldoutInLog } from "../validate/validate-holdout.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";
import { openTable } from "./open-table.ts";
import { readLog, summarizeOptions } from "./read-log.ts";
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
  readonly rejected: readonly RejectedRow[];
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
  if (!looksLikeBase(table.columns)) return baseOfLog(table, fitted ? asFitted(options, fitted) : options);
  refuseLogFlags(options, table.name);
  const { unit, grain, customer } = options;
  const base = await readCustomerBase(table, given({ unit, grain, customer }));
  return { base: fitted ? inGrainOf(fitted, base, options) : base, report: "", rejected: [], notices: [] };
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

/** The flags with the model's unit and grain, which they may repeat but not contradict. */
export function asFitted(options: Options, { unit, grain }: FittedModel): Options {
  for (const [flag, its] of [
    ["unit", unit],
    ["grain", grain],
  ] as const) {
    const asked = options[flag];
    if (asked !== undefined && asked !== its) {
      throw new ClvError("usage", {
        where: `--${flag}`,
        expected: `${its}, as the model was fitted`,
        got: asked,
        wayOut: "Leave it out, or fit a model with it.",
      });
    }
  }
  return { ...options, unit, grain };
}

/** Purchases that were merged can't be told apart again, nor merged without their dates: the grain must be the model's. */
export function inGrainOf<B extends Pick<CustomerBase, "grain">>({ grain }: FittedModel, base: B, options: Options): B {
  // A file with whole days may have been made by weeks or months: then its grain is taken to be the model's.
  if (base.grain === "day" && options.grain === undefined && (grain === "week" || grain === "month"))
    return { ...base, grain };
  if (base.grain === grain) return base;
  throw new ClvError("usage", {
    where: "customer base, grain",
    expected: `${grain}, as the model was fitted`,
    got: base.grain,
    wayOut: `Make the base again from the log with --grain ${grain}.`,
  });
}

/** Refuses flags that only a log can follow. */
export function refuseLogFlags(options: Options, name: string): void {
  for (const flag of ["date", "value", "from", "until", "split"] as const) {
    if (options[flag] === undefined) continue;
    throw new ClvError("usage", {
      where: `--${flag}`,
      expected: "a log to apply it to",
      got: `${name}, a customer base`,
      wayOut: "Give the log, or leave the flag out.",
    });
  }
}
