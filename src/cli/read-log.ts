import { dirname, join } from "node:path";
import type { CsvTable } from "../data/csv-table.ts";
import { readTransactions } from "../data/read-transactions.ts";
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
  const log = await readTransactions(table, {
    onBadRow: options.onBadRow,
    onRejected: (rejection, fields) => rejected.push({ ...rejection, fields }),
    dateFormat: options.dateFormat,
    timeZone: options.timeZone,
    returns: options.returns,
    ...given({ customer: options.customer, date: options.date, value: options.value }),
  });
  return { log, rejected };
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
