import type { CsvTable } from "../data/csv-table.ts";
import { readTransactions } from "../data/read-transactions.ts";
import type { TransactionLog } from "../data/transaction-log.ts";
import { collectRejected, type RejectedRows } from "../io/rejected-rows.ts";
import type { Options } from "./flags.ts";
import { readOptions } from "./log-options.ts";

/** A log, and the rows that are not in it. */
export interface LogWithRejected {
  readonly log: TransactionLog;
  readonly rejected: RejectedRows;
}

/** Reads an opened log as the flags say. */
export async function readLog(table: CsvTable, options: Options): Promise<LogWithRejected> {
  const rejected = collectRejected();
  return { log: await readTransactions(table, readOptions(options, rejected)), rejected };
}
