import { BEST, type BestCustomer } from "../predict/best-customer.ts";
import { groupsOf, scoreColumns, worthColumn } from "../predict/score-sheet.ts";
import type { Session } from "./duckdb.ts";
import { DUCKDB } from "./duckdb-dialect.ts";
import type { EngineScores } from "./score-engine-base.ts";
import type { WrittenParquet } from "./write-table.ts";

/**
 * Finds the customers worth most.
 *
 * @param from - Where the scores lie by now: the file just written, or else what to select from, as SQL.
 */
export async function bestCustomers(
  session: Session,
  { hasValue }: Pick<EngineScores, "hasValue">,
  from: WrittenParquet | string,
): Promise<BestCustomer[]> {
  const worth = worthColumn(hasValue).name;
  const columns = scoreColumns(...groupsOf(hasValue));
  const [rowsOf, least] =
    typeof from === "string" ? [from, undefined] : [from.rows, await leastShown(session, from, worth)];
  const condition = least === undefined ? `${worth} IS NOT NULL` : `${worth} >= ${DUCKDB.double(least)}`;
  const rows = await session.texts(
    `SELECT customer_id, ${columns.map(({ name }) => `CAST(${name} AS VARCHAR)`).join(", ")} FROM ${rowsOf} ` +
      `WHERE ${condition} ORDER BY ${worth} DESC, customer_id LIMIT ${BEST}`,
  );
  return rows.map(([customer, ...fields]) => {
    const scores = columns.map(({ key }, k) => [key, fields[k] === null ? Number.NaN : Number(fields[k])]);
    return { customer: customer!, ...Object.fromEntries(scores) } as BestCustomer;
  });
}

/**
 * A lower bound on the worth of the customers shown, taken from the row-group statistics of the Parquet file: each row group has a
 * customer who reaches its maximum. Only the few row groups above the bound are then read. Undefined for a file of fewer row groups.
 */
async function leastShown(session: Session, { parts }: WrittenParquet, worth: string): Promise<number | undefined> {
  const maxima = await session.texts(
    `SELECT stats_max_value FROM ${parts} WHERE path_in_schema = ${DUCKDB.literal(worth)} AND stats_max_value IS NOT NULL ` +
      `ORDER BY CAST(stats_max_value AS ${DUCKDB.types.double}) DESC LIMIT ${BEST}`,
  );
  return maxima.length < BEST ? undefined : Number(maxima.at(-1)![0]);
}
