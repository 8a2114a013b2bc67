import type { CsvTable } from "../data/csv-table.ts";
import { readTransactions } from "../data/read-transactions.ts";
import type { TransactionLog } from "../data/transaction-log.ts";
import type { RejectedRow } from "../io/rejected-csv.ts";
import type { Options } from "./flags.ts";
import { readOptions } from "./log-options.ts";

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
