import type { Expression } from "../../data/expression.ts";
import { ClvError, show } from "../../errors.ts";
import type { Session } from "../session.ts";
import type { LogRelation, LogShape } from "../source.ts";
import { rejectsSql } from "./rejects-sql.ts";

/** The number of rows shown. */
const SHOWN = 10;
const EXPECTED = { customer: "an id", date: "a date", value: "a number" } as const;

/**
 * The error for a log whose rows can't be read one by one. It has the number of rows in doubt, by part, and some of
 * them in full.
 *
 * @param doubt - Why the log was not read.
 */
export async function findRejects(
  session: Session,
  where: string,
  relation: LogRelation,
  shape: LogShape,
  value: Expression | undefined,
  doubt: string,
): Promise<ClvError> {
  const sql = rejectsSql(session.dialect, relation, shape, value);
  const { text } = session.dialect.types;
  const counts =
    sql && (await session.texts(`SELECT part, CAST(count(*) AS ${text}) FROM (${sql}) GROUP BY part ORDER BY part`));
  if (!sql || !counts || counts.length === 0) {
    return new ClvError("data", { where, expected: "rows that SQL can read", got: doubt });
  }
  const order = "ORDER BY customer, date, number";
  const rows = await session.texts(`SELECT customer, date, number FROM (${sql}) ${order} LIMIT ${SHOWN}`);
  const total = counts.map(([part, count]) => `${count} without ${EXPECTED[part as keyof typeof EXPECTED]}`);
  return new ClvError("data", {
    where,
    expected: "an id, a date and a number in every row",
    got: `rows ${total.join(", ")}`,
    wayOut: `Correct them, or leave them out with --on-bad-row skip. The first are ${rows.map(show).join(", ")}.`,
  });
}
