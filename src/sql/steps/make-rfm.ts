import type { Session } from "../session.ts";
import { baseSql } from "./base-sql.ts";
import type { BaseStep } from "./grains-sql.ts";

/** The table with one row for each customer, as {@link baseSql} makes it. */
export const RFM = "rfm";
/**
 * The numbers of parts, by customer, to try in turn: first one, then more if the groups do not fit into memory. Each
 * part reads the file once.
 */
const PARTS = [1, 4, 16];

/**
 * Groups the transactions by customer, in parts where they do not fit into memory. `wide` says that ticks are milliseconds, see {@link
 * baseSql}.
 */
export function makeRfm(session: Session, step: BaseStep, inMilliseconds: boolean): Promise<void> {
  const { dialect } = session;
  const inParts = async ([parts, ...finer] = PARTS): Promise<void> => {
    try {
      for (let k = 0; k < parts!; k++) {
        const query = baseSql(
          dialect,
          step,
          inMilliseconds,
          parts === 1 ? undefined : dialect.inPart("customer", parts!, k),
        );
        await session.run(k === 0 ? dialect.createTable(RFM, query) : dialect.addToTable(RFM, query));
      }
    } catch (error) {
      if (dialect.failureKind(error) !== "resources" || finer.length === 0) throw error;
      await inParts(finer);
    }
  };
  return unordered(session, inParts);
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
