import { BEST, type BestCustomer } from "../../predict/best-customer.ts";
import type { WrittenRows } from "../output.ts";
import type { Session } from "../session.ts";
import { type EngineScores, SCORED, VALUED } from "./score-engine-base.ts";

/**
 * Finds the customers worth most.
 *
 * @param from - Where the scores lie by now: the file just written, or else what to select from, as SQL.
 */
export async function bestCustomers(
  session: Session,
  { hasValue }: Pick<EngineScores, "hasValue">,
  from: WrittenRows | string,
): Promise<BestCustomer[]> {
  const worth = hasValue ? "clv" : "expected_purchases";
  const columns = hasValue ? [...SCORED, ...VALUED] : SCORED;
  const [rowsOf, least] =
    typeof from === "string" ? [from, undefined] : [from.rows, await leastShown(session, from, worth)];
  const condition = least === undefined ? `${worth} IS NOT NULL` : `${worth} >= ${session.dialect.double(least)}`;
  const rows = await session.texts(
    `SELECT customer_id, ${columns.map((name) => `CAST(${name} AS ${session.dialect.types.text})`).join(", ")} FROM ${rowsOf} ` +
      `WHERE ${condition} ORDER BY ${worth} DESC, customer_id LIMIT ${BEST}`,
  );
  return rows.map(([customer, ...fields]) => {
    const [alive, expected, purchase, spend, lifetime, undiscounted] = fields.map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return {
      customer: customer!,
      probabilityAlive: alive,
      expectedPurchases: expected,
      probabilityOfPurchase: purchase,
      ...(hasValue && {
        expectedSpend: spend,
        lifetimeValue: lifetime,
        undiscountedValue: undiscounted,
      }),
    };
  });
}

/**
 * A worth that as many customers as are shown reach: each part of a file has one who reaches its maximum, which the file itself
 * tells. Only the few parts with such a customer are then read. Undefined for a file of fewer parts.
 */
async function leastShown(session: Session, { parts }: WrittenRows, worth: string): Promise<number | undefined> {
  const maxima = await session.texts(
    `SELECT most FROM ${parts} WHERE name = ${session.dialect.literal(worth)} AND most IS NOT NULL ` +
      `ORDER BY CAST(most AS ${session.dialect.types.double}) DESC LIMIT ${BEST}`,
  );
  return maxima.length < BEST ? undefined : Number(maxima.at(-1)![0]);
}
