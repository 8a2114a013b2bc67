import { columnsOf, type Expression } from "../../data/expression.ts";
import type { Dialect } from "../dialect.ts";
import type { LogRelation, LogShape } from "../source.ts";
import { type Expectation, partsSql } from "./transactions-sql.ts";

/** Nothing is expected of a log: every shape that SQL reads is tried. */
export const NOTHING_EXPECTED: Expectation = { positive: false, wholeDays: false, recent: false };

/**
 * A query for the rows that can't be read, for a source whose rows can't be read one by one. Its columns are `customer`, `date` and
 * `number` (the columns of the value, joined by blanks) as text, and `part`, the first of them in doubt. Undefined where SQL may read a
 * column otherwise.
 */
export function rejectsSql(
  dialect: Dialect,
  relation: LogRelation,
  shape: LogShape,
  value: Expression | undefined,
): string | undefined {
  const lenient: Dialect = { ...dialect, raise: () => "NULL" };
  const parts = partsSql(lenient, relation, shape, NOTHING_EXPECTED);
  const names = value === undefined ? [] : columnsOf(value);
  const numbers = names.map((name) => parts?.number(name));
  if (parts === undefined || numbers.includes(undefined)) return undefined;
  const fails = (part: string, sql: string): string => `WHEN ${dialect.attempt(sql)} IS NULL THEN '${part}'`;
  const cases = [
    fails("customer", parts.customer),
    fails("date", parts.date.time),
    ...numbers.map((sql) => fails("value", sql!)),
  ];
  const text = (name: string): string => `coalesce(CAST(${relation.column(name)} AS ${dialect.types.text}), '')`;
  const shown = names.length === 0 ? "''" : names.map(text).join(" || ' ' || ");
  return (
    `SELECT customer, date, number, part FROM (SELECT ${text(shape.customer)} AS customer, ${text(shape.date)} AS date, ` +
    `${shown} AS number, CASE ${cases.join(" ")} END AS part FROM ${relation.from}) WHERE part IS NOT NULL`
  );
}
