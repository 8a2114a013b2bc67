import type { Session } from "../../engine/duckdb.ts";
import { fetchBase } from "../../engine/fetch-base.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import type { Options } from "../flags.ts";
import { openTable } from "../open-table.ts";
import type { BaseFromFile } from "../read-base.ts";
import { readLog } from "../read-log.ts";
import { type BaseInDuckdb, baseFromFile, inDuckdb } from "./base.ts";
import type { Steps } from "./steps.ts";

/** A log of no more rows is read into memory in a few seconds. */
const ROWS = 2_000_000;

/** Reads LOG|BASE by DuckDB and brings the customers over into memory. */
export function readByDuckdb(path: string, options: Options, fitted?: FittedModel): Promise<BaseFromFile> {
  return inDuckdb(options, async (session, steps) => {
    const read = await baseFromFile(session, steps, path, options, fitted);
    return { ...read, ...(await bringOver(session, steps, read, options)) };
  });
}

/** The customers of a base in DuckDB; and the transactions, for tracking and one customer's story, when they are few and CSV. */
export async function bringOver(
  session: Session,
  { step }: Steps,
  { base, reading, csv }: BaseInDuckdb,
  options: Options,
): Promise<Pick<BaseFromFile, "base" | "transactions">> {
  const fetched = await step("Fetching customers", () => fetchBase(session, base));
  if (reading === undefined || csv === undefined || reading.rows > ROWS) return { base: fetched };
  const { log } = await step("Fetching transactions", async () => readLog(await openTable(csv, options), options));
  return { base: fetched, transactions: log };
}
