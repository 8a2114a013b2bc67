import type { Session } from "../session.ts";
import { baseSql } from "./base-sql.ts";
import type { BaseStep } from "./grains-sql.ts";
import { inParts } from "./in-parts.ts";

/** The table with one row for each customer, as {@link baseSql} makes it. */
export const RFM = "rfm";

/**
 * Groups the transactions by customer, in parts where they do not fit into memory. `wide` says that ticks are milliseconds, see {@link
 * baseSql}.
 */
export function makeRfm(session: Session, step: BaseStep, inMilliseconds: boolean): Promise<void> {
  const { dialect } = session;
  return unordered(session, async () => {
    await inParts(session, async (part, k) => {
      const query = baseSql(dialect, step, inMilliseconds, part?.("customer"));
      await session.run(k === 0 ? dialect.createTable(RFM, query) : dialect.addToTable(RFM, query));
    });
  });
}

/** Does work that need not keep the order of rows. Keeping it takes memory that can't be spilled to disk. */
export async function unordered<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const { begin, end } = session.dialect.anyOrder;
  for (const statement of begin) await session.run(statement);
  try {
    return await work();
  } finally {
    for (const statement of end) await session.run(statement);
  }
}
