import { DUCKDB } from "../duckdb/dialect.ts";
import type { Session } from "../duckdb/session.ts";
import { baseSql } from "./base-sql.ts";
import type { BaseStep } from "./grains-sql.ts";

/** The table with one row for each customer, as {@link baseSql} makes it. */
export const RFM = "rfm";
/**
 * Into how many parts, by customer, a log is dealt: all at once, and where the groups do not fit into the memory allowed, in several
 * readings of the file.
 */
const PARTS = [1, 4, 16];

/** Groups the transactions by customer, in parts where they do not fit into memory. `wide` is of ticks, see {@link baseSql}. */
export function makeRfm(session: Session, step: BaseStep, wide: boolean): Promise<void> {
  const inParts = async ([parts, ...finer] = PARTS): Promise<void> => {
    try {
      for (let k = 0; k < parts!; k++) {
        const query = baseSql(DUCKDB, step, wide, parts === 1 ? undefined : DUCKDB.inPart("customer", parts!, k));
        await session.run(k === 0 ? DUCKDB.createTable(RFM, query) : DUCKDB.addToTable(RFM, query));
      }
    } catch (error) {
      if (!isForWantOfMemory(error) || finer.length === 0) throw error;
      await inParts(finer);
    }
  };
  return unordered(session, inParts);
}

/** Does work that need not keep the order of rows, which takes memory that can't be put aside. */
export async function unordered<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.run("SET preserve_insertion_order = false");
  try {
    return await work();
  } finally {
    await session.run("SET preserve_insertion_order = true");
  }
}

function isForWantOfMemory(error: unknown): boolean {
  return (error as Error).message.startsWith("Out of Memory");
}
