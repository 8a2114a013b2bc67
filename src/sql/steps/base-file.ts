import { type BaseColumns, baseColumns } from "../../data/base-columns.ts";
import type { BaseOptions } from "../../data/read-customer-base.ts";
import { DAY } from "../../data/time-unit.ts";
import type { Dialect } from "../dialect.ts";
import type { Source, SourceColumn } from "../source.ts";
import { dateSql, typedDateSql } from "./date-sql.ts";
import { placeSql } from "./place-sql.ts";
import { requireType } from "./require-type.ts";
import { ANY_VALUE, UNCLEAR } from "./transactions-sql.ts";

/** A file with a customer base as SQL. */
export interface BaseFile {
  readonly where: string;
  readonly columns: BaseColumns;
  readonly hasValues: boolean;
  readonly hasLitt: boolean;
  /** Whether ids are text, which can be a word for a missing one. */
  readonly textIds: boolean;
  /** Whether there are first and last dates. */
  readonly dated: boolean;
  /** Milliseconds in a tick of the dates: a day if the file has days, else one. */
  readonly tick: number;
  /** Whether it is read again by column when needed, rather than once. */
  readonly inPlace: boolean;
  /** The relation: the numbers under the field's names, with dates in ticks. */
  readonly name: "base_columns" | "base_rows";
  readonly sql: string;
  /** The customers of the relation in the form of a base. If all are known to be valid, no value is checked. */
  viewSql(valid: boolean): string;
}

/** Reads a file with the columns of a base. */
export function baseFile(
  dialect: Dialect,
  source: Source,
  asked: Pick<BaseOptions, "customer" | "columns" | "frequencyCounts">,
): BaseFile {
  const { identifier } = dialect;
  const where = source.files[0]!;
  const names = source.columns.map(({ name }) => name);
  const columns = baseColumns(names, asked.customer, where, asked.columns);
  const typeOf = (at: number): SourceColumn["type"] => source.columns[at]!.type;
  const relation = source.relation(names[columns.customer]!, [], source.quoted);
  const sqlOf = (at: number): string => relation.column(names[at]!);
  requireType(source, names[columns.customer]!, "customer");
  for (const { at } of columns.numbers) requireType(source, names[at]!, "value");
  for (const { at } of columns.dates) requireType(source, names[at]!, "date");
  const customer = `CAST(${sqlOf(columns.customer)} AS ${dialect.types.text})`;
  const conditions = relation.conditions.length === 0 ? "true" : relation.conditions.join(" AND ");
  const read = new Map(columns.numbers.map(({ name, at }) => [name, numberSql(dialect, sqlOf(at), typeOf(at))]));
  if (asked.frequencyCounts === "orders") subtractFirst(dialect, read);
  const numbers = [...read].map(([name, sql]) => `${sql} AS ${identifier(name)}`);
  const tick = columns.dates.every(({ at }) => typeOf(at) === "date") ? DAY : 1;
  const dates = columns.dates.map(
    ({ name, at }) => `${timeSql(dialect, sqlOf(at), typeOf(at), tick)} AS ${identifier(name)}`,
  );
  const id = `CASE WHEN ${conditions} THEN ${customer} ELSE ${dialect.raise(UNCLEAR)} END AS customer_id`;
  const inPlace = source.rowNumber !== undefined;
  const place = inPlace ? [`${source.rowNumber} AS place`] : [];
  const has = (name: string): boolean => [...columns.numbers, ...columns.dates].some((column) => column.name === name);
  const [hasValues, hasLitt, dated] = [has("monetary_value"), has("litt"), has("first_date") && has("last_date")];
  const name = inPlace ? "base_columns" : "base_rows";
  const mean = numberWhere(dialect, "frequency > 0", "monetary_value");
  const view = (valid: boolean): string[] => [
    ...["customer_id", "frequency", "recency", identifier("T")],
    ...(hasValues ? [valid ? "monetary_value" : mean] : []),
    ...(hasLitt ? [`CASE WHEN frequency > 0 THEN litt ELSE ${dialect.double(0)} END AS litt`] : []),
    ...(dated ? [`first_date AS ${identifier("first")}`, `last_date AS ${identifier("last")}`] : []),
    inPlace ? "place" : placeSql(dialect, "customer_id"),
  ];
  return {
    ...{ where, columns, hasValues, hasLitt, textIds: typeOf(columns.customer) === "text", dated, tick, inPlace, name },
    sql: `SELECT ${[id, ...numbers, ...dates, ...place].join(", ")} FROM ${relation.from}`,
    viewSql: (valid) => `SELECT ${view(valid).join(", ")} FROM ${name}`,
  };
}

/** Subtracts the first purchase from the frequency. The value is always read, so that an unreadable one is found. */
function subtractFirst(dialect: Dialect, read: Map<string, string>): void {
  const [x, m] = [read.get("frequency")!, read.get("monetary_value")];
  read.set("frequency", `(${x} - ${dialect.double(1)})`);
  if (m !== undefined) read.set("monetary_value", `(${m} + CASE WHEN ${x} > 1 THEN ${dialect.double(0)} END)`);
}

/** The column where a condition holds and the value is a number; NULL elsewhere. */
export function numberWhere(dialect: Dialect, condition: string, column: string): string {
  return `CASE WHEN ${condition} AND NOT ${dialect.isNan(column)} THEN ${column} END AS ${column}`;
}

/** A number of a base; NULL for a missing one. */
function numberSql(dialect: Dialect, column: string, type: SourceColumn["type"]): string {
  const { double } = dialect.types;
  // Subtracted from 0, so that −0 becomes 0.
  if (type !== "text") return `CAST(${column} AS ${double}) + ${dialect.double(0)}`;
  return (
    `CASE WHEN ${column} = '' THEN NULL WHEN ${dialect.fullMatch(column, ANY_VALUE.point)} ` +
    `THEN CAST(${column} AS ${double}) + ${dialect.double(0)} ELSE ${dialect.raise(UNCLEAR)} END`
  );
}

function timeSql(dialect: Dialect, column: string, type: SourceColumn["type"], tick: number): string {
  if (type !== "date" && type !== "time" && type !== "instant") {
    return dateSql(dialect, `CAST(${column} AS ${dialect.types.text})`, "iso", false, UNCLEAR).time;
  }
  const time = typedDateSql(dialect, column, type, UNCLEAR);
  return tick === DAY ? dialect.quotient(time, DAY) : time;
}
