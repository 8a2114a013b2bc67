import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type CsvOptions, type CsvTable, openCsv } from "../../src/data/csv/table.ts";
import { type ReadOptions, readTransactions } from "../../src/data/read-transactions.ts";
import type { TransactionLog } from "../../src/data/transaction-log.ts";

/** Text or bytes as an opened CSV file, handed over in chunks of `chunk` bytes. */
export function csv(text: string | Uint8Array, options: CsvOptions = {}, chunk = 7): Promise<CsvTable> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, k) =>
    bytes.subarray(k * chunk, (k + 1) * chunk),
  );
  return openCsv(chunks, options);
}

/** Text as a log. */
export async function readLog(text: string, options: CsvOptions & ReadOptions = {}): Promise<TransactionLog> {
  return readTransactions(await csv(text, options), options);
}

/** The rows of a log as `[customer, ISO instant, value]`, the value in money units. */
export function rowsOf(log: TransactionLog): unknown[][] {
  return Array.from({ length: log.length }, (_, k) => [
    log.customers[log.customer[k]!],
    new Date(log.instant[k]!).toISOString().replace("T00:00:00.000Z", ""),
    ...(log.value === undefined ? [] : [log.value[k]! / 1e6]),
  ]);
}

/** A file of `../shared/data`, or undefined where that folder is missing. */
export function sharedData(name: string): Uint8Array | undefined {
  const path = fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));
  return existsSync(path) ? readFileSync(path) : undefined;
}
