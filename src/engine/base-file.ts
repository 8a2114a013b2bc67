import { type BaseColumns, baseColumns } from "../data/base-columns.ts";
import type { BaseOptions } from "../data/read-customer-base.ts";
import { DAY } from "../data/time-unit.ts";
import { dateSql, typedDateSql } from "./date-sql.ts";
import { DUCKDB } from "./duckdb-dialect.ts";
import { logRelation } from "./log-relation.ts";
import type { OpenedSource } from "./open-source.ts";
import { requireType } from "./require-type.ts";
import type { SourceColumn } from "./source.ts";
import { ANY_VALUE, UNCLEAR } from "./transactions-sql.ts";

const { identifier } = DUCKDB;
const { double, text: TEXT } = DUCKDB.types;

/** A file with a customer base as SQL. */
export interface BaseFile {
  readonly where: string;
  readonly columns: BaseColumns;
  readonly hasValues: boolean;
  readonly hasLitt: boolean;
  /** Whether ids are text, which may be a word for a missing one. */
  readonly textIds: boolean;
  /** Whether there are first and last dates. */
  readonly dated: boolean;
  /** Milliseconds in a tick of them: a day where the file has days, else one. */
  readonly tick: number;
  /** One Parquet file is read again as it is needed, by column; others are read once. */
  readonly inPlace: boolean;
  /** What it is read as: the numbers under the field's names, dates in ticks. */
  readonly name: "base_columns" | "base_rows";
  readonly sql: string;
  /** The customers of that, as a base has them; where all are known to be sound, no value needs a look. */
  viewSql(sound: boolean): string;
}

/** How a file with the columns of a base is read. */
export function baseFile(
  { source, quoted }: OpenedSource,
  asked: Pick<BaseOptions, "customer" | "columns" | "frequencyCounts">,
): BaseFile {
  const where = source.files[0]!;
  const names = source.columns.map(({ name }) => name);
  const columns = baseColumns(names, asked.customer, where, asked.columns);
  const typeOf = (at: number): SourceColumn["type"] => source.columns[at]!.type;
  const relation = logRelation(source, names[columns.customer]!, [], quoted);
  const sqlOf = (at: number): string => relation.column(names[at]!);
  requireType(source, names[columns.customer]!, "customer");
  for (const { at } of columns.numbers) requireType(source, names[at]!, "value");
  for (const { at } of columns.dates) requireType(source, names[at]!, "date");
  const customer = `CAST(${sqlOf(columns.customer)} AS ${TEXT})`;
  const conditions = relation.conditions.length === 0 ? "true" : relation.conditions.join(" AND ");
  const read = new Map(columns.numbers.map(({ name, at }) => [name, numberSql(sqlOf(at), typeOf(at))]));
  if (asked.frequencyCounts === "orders") subtractFirst(read);
  const numbers = [...read].map(([name, sql]) => `${sql} AS ${identifier(name)}`);
  const tick = columns.dates.every(({ at }) => typeOf(at) === "date") ? DAY : 1;
  const dates = columns.dates.map(({ name, at }) => `${timeSql(sqlOf(at), typeOf(at), tick)} AS ${identifier(name)}`);
  const id = `CASE WHEN ${conditions} THEN ${customer} ELSE ${DUCKDB.raise(UNCLEAR)} END AS customer_id`;
  const inPlace =
    source.kind === "parquet" && source.files.length === 1 && !names.some((name) => /^file_row_number$/i.test(name));
  const place = inPlace ? ["file_row_number AS place"] : [];
  const has = (name: string): boolean => [...columns.numbers, ...columns.dates].some((column) => column.name === name);
  const [hasValues, hasLitt, dated] = [has("monetary_value"), has("litt"), has("first_date") && has("last_date")];
  const name = inPlace ? "base_columns" : "base_rows";
  const mean = numberWhere("frequency > 0", "monetary_value");
  const view = (sound: boolean): string[] => [
    ...["customer_id", "frequency", "recency", identifier("T")],
    ...(hasValues ? [sound ? "monetary_value" : mean] : []),
    ...(hasLitt ? [`CASE WHEN frequency > 0 THEN litt ELSE ${DUCKDB.double(0)} END AS litt`] : []),
    ...(dated ? [`first_date AS ${identifier("first")}`, `last_date AS ${identifier("last")}`] : []),
    inPlace ? "place" : `${DUCKDB.rowNumber} AS place`,
  ];
  return {
    ...{ where, columns, hasValues, hasLitt, textIds: typeOf(columns.customer) === "text", dated, tick, inPlace, name },
    sql: `SELECT ${[id, ...numbers, ...dates, ...place].join(", ")} FROM ${relation.from}`,
    viewSql: (sound) => `SELECT ${view(sound).join(", ")} FROM ${name}`,
  };
}

/** Takes the first purchase from the frequency; the value is read in any case, so that an unreadable one is seen. */
function subtractFirst(read: Map<string, string>): void {
  const [x, m] = [read.get("frequency")!, read.get("monetary_value")];
  read.set("frequency", `(${x} - ${DUCKDB.double(1)})`);
  if (m !== undefined) read.set("monetary_value", `(${m} + CASE WHEN ${x} > 1 THEN ${DUCKDB.double(0)} END)`);
}

/** A column where a condition holds and it is a number; NULL elsewhere. */
export function numberWhere(condition: string, column: string): string {
  return `CASE WHEN ${condition} AND NOT isnan(${column}) THEN ${column} END AS ${column}`;
}

/** A number of a base; NULL where there is none. */
function numberSql(column: string, type: SourceColumn["type"]): string {
  // From 0, so that −0 is 0.
  if (type !== "text") return `CAST(${column} AS ${double}) + ${DUCKDB.double(0)}`;
  return (
    `CASE WHEN ${column} = '' THEN NULL WHEN ${DUCKDB.fullMatch(column, ANY_VALUE.point)} ` +
    `THEN CAST(${column} AS ${double}) + ${DUCKDB.double(0)} ELSE ${DUCKDB.raise(UNCLEAR)} END`
  );
}

function timeSql(column: string, type: SourceColumn["type"], tick: number): string {
  if (type !== "date" && type !== "time" && type !== "instant") {
    return dateSql(DUCKDB, `CAST(${column} AS ${TEXT})`, "iso", false, UNCLEAR).time;
  }
  const time = typedDateSql(DUCKDB, column, type, UNCLEAR);
  return tick === DAY ? `${time} // ${DAY}` : time;
}
