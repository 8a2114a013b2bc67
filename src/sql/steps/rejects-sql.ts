import { columnsOf, type Expression } from "../../data/expression.ts";
import type { Dialect } from "../dialect.ts";
import type { LogRelation, LogShape } from "../source.ts";
import { expressionSql } from "./expression-sql.ts";
import { type Expectation, millionthsSql, partsSql } from "./transactions-sql.ts";

/** No assumptions about a log: every shape that SQL reads is tried. */
export const NOTHING_EXPECTED: Expectation = { positive: false, wholeDays: false, recent: false };

/**
 * A query for the rows that can't be read, for a source whose rows can't be read one by one. Its columns are
 * `customer`, `date` and `number` (the columns of the value, joined by blanks) as text. `part` is the first of them in
 * doubt; `millionths` is the value where it can be read. Undefined where SQL may read a column otherwise.
 */
export function rejectsSql(
  dialect: Dialect,
  relation: LogRelation,
  shape: LogShape,
  value: Expression | undefined,
): string | undefined {
  const part = partInDoubt(dialect, relation, shape, value);
  const names = value === undefined ? [] : columnsOf(value);
  if (part === undefined) return undefined;
  const amount = value && amountSql(dialect, relation, shape, value);
  const text = (name: string): string => `coalesce(CAST(${relation.column(name)} AS ${dialect.types.text}), '')`;
  const shown = names.length === 0 ? "''" : names.map(text).join(" || ' ' || ");
  return (
    `SELECT customer, date, number, part, millionths FROM (SELECT ${text(shape.customer)} AS customer, ${text(shape.date)} AS date, ` +
    `${shown} AS number, ${part} AS part, ${amount ?? dialect.double(0)} AS millionths FROM ${relation.from}) WHERE part IS NOT NULL`
  );
}

/** A relation of the rows that can be read, with all their columns. Undefined as {@link rejectsSql}. */
export function readableSql(
  dialect: Dialect,
  relation: LogRelation,
  shape: LogShape,
  value: Expression | undefined,
): string | undefined {
  const part = partInDoubt(dialect, relation, shape, value);
  return part && `(SELECT * FROM ${relation.from} WHERE ${part} IS NULL)`;
}

/** The first part of a row that is in doubt, NULL where none is. */
function partInDoubt(
  dialect: Dialect,
  relation: LogRelation,
  shape: LogShape,
  value: Expression | undefined,
): string | undefined {
  const parts = partsSql(lenient(dialect), relation, shape, NOTHING_EXPECTED);
  const names = value === undefined ? [] : columnsOf(value);
  const numbers = names.map((name) => parts?.number(name));
  if (parts === undefined || numbers.includes(undefined)) return undefined;
  const fails = (part: string, sql: string): string => `WHEN ${dialect.attempt(sql)} IS NULL THEN '${part}'`;
  const cases = [
    fails("customer", parts.customer),
    fails("date", parts.date.time),
    ...numbers.map((sql) => fails("value", sql!)),
  ];
  return `CASE ${cases.join(" ")} END`;
}

/** The value of a row in millionths, NULL where it can't be read. */
function amountSql(dialect: Dialect, relation: LogRelation, shape: LogShape, value: Expression): string | undefined {
  const parts = partsSql(lenient(dialect), relation, shape, NOTHING_EXPECTED);
  const amount = expressionSql(dialect, value, (name) => dialect.attempt(parts!.number(name)!));
  return amount && dialect.attempt(millionthsSql(lenient(dialect), amount, false, false));
}

function lenient(dialect: Dialect): Dialect {
  return { ...dialect, raise: () => "NULL" };
}
