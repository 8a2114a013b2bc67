import { BEST, type BestCustomer } from "../../predict/best-customer.ts";
import { groupsOf, scoreColumns, worthColumn } from "../../predict/score-sheet.ts";
import type { WrittenRows } from "../output.ts";
import type { Session } from "../session.ts";
import type { EngineScores } from "./score-engine-base.ts";

/**
 * Finds the most valuable customers.
 *
 * @param from - The place of the scores: the file just written, or else a relation as SQL.
 */
export async function bestCustomers(
  session: Session,
  { hasValue, hasNet, hasNext }: Pick<EngineScores, "hasValue" | "hasNet" | "hasNext">,
  from: WrittenRows | string,
): Promise<BestCustomer[]> {
  const worth = worthColumn(hasValue, hasNet).name;
  const columns = scoreColumns(...groupsOf(hasValue, hasNet, hasNext));
  const [rowsOf, least] =
    typeof from === "string" ? [from, undefined] : [from.rows, await leastShown(session, from, worth)];
  const condition = least === undefined ? `${worth} IS NOT NULL` : `${worth} >= ${session.dialect.double(least)}`;
  const rows = await session.texts(
    `SELECT customer_id, ${columns.map(({ name }) => `CAST(${name} AS ${session.dialect.types.text})`).join(", ")} FROM ${rowsOf} ` +
      `WHERE ${condition} ORDER BY ${worth} DESC, customer_id LIMIT ${BEST}`,
  );
  return rows.map(([customer, ...fields]) => {
    const scores = columns.map(({ key }, k) => [key, fields[k] === null ? Number.NaN : Number(fields[k])]);
    return { customer: customer!, ...Object.fromEntries(scores) } as BestCustomer;
  });
}

/**
 * A lower bound on the CLV of the customers shown, from the row-group statistics of the Parquet file. Each row group has a customer with
 * its maximum. Only the few row groups above the bound are then read. Undefined for a file of fewer row groups.
 */
async function leastShown(session: Session, { parts }: WrittenRows, worth: string): Promise<number | undefined> {
  const maxima = await session.texts(
    `SELECT most FROM ${parts} WHERE name = ${session.dialect.literal(worth)} AND most IS NOT NULL ` +
      `ORDER BY CAST(most AS ${session.dialect.types.double}) DESC LIMIT ${BEST}`,
  );
  return maxima.length < BEST ? undefined : Number(maxima.at(-1)![0]);
}
