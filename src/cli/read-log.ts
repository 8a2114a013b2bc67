import { dirname, join } from "node:path";
import type { CsvTable } from "../data/csv-table.ts";
import { type ReadOptions, readTransactions } from "../data/read-transactions.ts";
import type { Rejection } from "../data/rejection.ts";
import type { SummarizeOptions } from "../data/summarize.ts";
import type { TransactionLog } from "../data/transaction-log.ts";
import type { Outputs } from "../io/outputs.ts";
import { type RejectedRow, rejectedCsv } from "../io/rejected-csv.ts";
import type { Options } from "./flags.ts";
import { given } from "./given.ts";

/** A log, and the rows that are not in it. */
export interface LogWithRejected {
  readonly log: TransactionLog;
  readonly rejected: readonly RejectedRow[];
}

/** Reads an opened log as the flags say. */
export async function readLog(table: CsvTable, options: Options): Promise<LogWithRejected> {
  const rejected: RejectedRow[] = [];
  return { log: await readTransactions(table, readOptions(options, rejected)), rejected };
}

/** How a log is read, as the flags say; the rejected rows are put into `rejected`. */
export function readOptions(options: Options, rejected: RejectedRow[]): ReadOptions {
  const { onBadRow, dateFormat, timeZone, returns, customer, date, value } = options;
  const onRejected = (rejection: Rejection, fields: readonly string[]) => rejected.push({ ...rejection, fields });
  return { onBadRow, onRejected, dateFormat, timeZone, returns, ...given({ customer, date, value }) };
}

/** Writes rejected rows, when there are any, to `rejected.csv` beside the output; hands back where. */
export async function writeRejected(
  outputs: Outputs,
  output: string | undefined,
  rejected: readonly RejectedRow[],
): Promise<string | undefined> {
  if (rejected.length === 0) return undefined;
  const path = join(output === undefined || output === "-" ? "." : dirname(output), "rejected.csv");
  await outputs.write(path, rejectedCsv(rejected));
  return path;
}

/** How a log becomes a customer base, as the flags say. */
export function summarizeOptions({ unit = "day", grain, from, until, split }: Options): SummarizeOptions {
  return { unit, ...given({ grain, from, until, split }) };
}
