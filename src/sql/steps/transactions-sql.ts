import { MILLION, SLIGHT } from "../../data/decimal.ts";
import type { Expression } from "../../data/expression.ts";
import type { TimeZone } from "../../data/time-zone.ts";
import type { Dialect } from "../dialect.ts";
import type { LogRelation, LogShape, SourceColumn } from "../source.ts";
import { type DateSql, dateSql, SQL_DATE_FORMATS, typedDateSql } from "./date-sql.ts";
import { expressionSql } from "./expression-sql.ts";
import { presentIdSql } from "./missing-id-sql.ts";
import { zoneSql } from "./zone-sql.ts";

/** The word with which a query stops at a row that it might read differently from the memory engine. */
export const UNCLEAR = "clv: unclear row";

/** Assumptions about a log. A row that breaks one stops the query. Fewer assumptions make the check slower. */
export interface Expectation {
  /** Every value is above 0: no returns, and nothing to count. */
  readonly positive: boolean;
  /** Every date is a day in the first shape of its format. */
  readonly wholeDays: boolean;
  /** Every date is one of the years 1970 to 2099, see {@link zoneSql}. */
  readonly recent: boolean;
}

/** The largest integer of which a double holds every one below. */
const MOST = Number.MAX_SAFE_INTEGER;
export const ANY_VALUE = {
  point: "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?",
  comma: "[+-]?(\\d+,?\\d*|,\\d+)([eE][+-]?\\d+)?",
};

/**
 * The transactions of a log as a query for `customer` (text) and `instant` (milliseconds since 1970 UTC). If the log
 * has values, it also has `value` (millionths of the money unit as whole doubles, rounded once). Undefined if SQL might
 * differ from the memory engine in the last bit.
 *
 * Every row is checked before a lenient cast reads it. The first row in doubt stops the query with {@link UNCLEAR}. The
 * memory engine then reads the log, and its error has the fault and the place. So the result of this query is that of
 * the memory engine, and one place decides which rows are rejected and why.
 */
export function transactionsSql(
  dialect: Dialect,
  relation: LogRelation,
  shape: LogShape,
  value: Expression | undefined,
  zone: TimeZone,
  expectation: Expectation,
): string | undefined {
  const parts = partsSql(dialect, relation, shape, expectation);
  if (parts === undefined) return undefined;
  const { customer, date, number } = parts;
  const [dates, instant] = instantSql(date, zone, (clock) =>
    zoneSql(dialect, zone, UNCLEAR, expectation.recent).toInstant(clock),
  );
  const { text } = dialect.types;
  const texts = [
    ...shape.attributes.map((name, k) => [name, attributeName(k)] as const),
    ...(shape.order === undefined ? [] : [[shape.order, ORDER] as const]),
  ];
  const words = texts.map(([column, name]) => `coalesce(CAST(${relation.column(column)} AS ${text}), '') AS ${name}`);
  const kept = texts.map(([, name]) => `, ${name}`).join("");
  const selected = [`${customer} AS customer`, ...dates, ...words];
  if (value === undefined)
    return `SELECT customer, ${instant}${kept} FROM (SELECT ${selected.join(", ")} FROM ${relation.from})`;
  const columns = new Map<string, string | undefined>();
  const amount = expressionSql(dialect, value, (name) => {
    if (!columns.has(name)) columns.set(name, number(name));
    return `operand${[...columns.keys()].indexOf(name)}`;
  });
  if (amount === undefined || [...columns.values()].includes(undefined)) return undefined;
  const operands = [...columns].map(([, sql], k) => `${sql} AS operand${k}`);
  return (
    `SELECT customer, instant, ${millionthsSql(dialect, "amount", expectation.positive, shape.returns === "stop")} AS value${kept} FROM (` +
    `SELECT customer, ${instant}, ${amount} AS amount${kept} FROM (` +
    `SELECT ${[...selected, ...operands].join(", ")} FROM ${relation.from}))`
  );
}

/** The column of transactions with the order of a row; empty for a row without an order. */
export const ORDER = "order_word";

/** The column of transactions with the k-th attribute. */
export function attributeName(k: number): string {
  return `attribute_${k}`;
}

/** The parts of a transaction as SQL over the rows of a log; each stops the query where it is in doubt. */
export interface TransactionParts {
  /** The id, of a row that meets the conditions of the relation. */
  readonly customer: string;
  readonly date: DateSql;
  /** A column as a number; undefined where SQL may read it otherwise. */
  number(name: string): string | undefined;
}

/** The parts of a transaction; undefined where a column is of a kind that SQL may read otherwise. */
export function partsSql(
  dialect: Dialect,
  relation: LogRelation,
  shape: LogShape,
  expectation: Expectation,
): TransactionParts | undefined {
  const unclear = dialect.raise(UNCLEAR);
  const typeOf = (name: string): SourceColumn["type"] => relation.columns.find((column) => column.name === name)!.type;
  const customer = customerSql(dialect, relation.column(shape.customer), typeOf(shape.customer));
  const dateOf = (): DateSql | undefined => {
    const date = relation.column(shape.date);
    const known = SQL_DATE_FORMATS.find((format) => format === shape.dateFormat);
    const type = typeOf(shape.date);
    switch (type) {
      case "text":
        return known && dateSql(dialect, date, known, expectation.wholeDays, UNCLEAR);
      case "date":
      case "time":
      case "instant":
        return { time: typedDateSql(dialect, date, type, UNCLEAR), onClock: type !== "instant" };
      default:
        return undefined;
    }
  };
  const number = (name: string): string | undefined =>
    numberSql(
      dialect,
      relation.column(name),
      relation.columns.find((column) => column.name === name)!,
      shape,
      expectation,
    );
  const date = dateOf();
  if (customer === undefined || date === undefined) return undefined;
  const present =
    typeOf(shape.customer) === "text" && !shape.anyId ? presentIdSql(dialect, customer) : `${customer} <> ''`;
  const conditions = [present, ...relation.conditions];
  return { customer: `CASE WHEN ${conditions.join(" AND ")} THEN ${customer} ELSE ${unclear} END`, date, number };
}

/**
 * Columns to select of a row, and `instant` to select from them. The search through a zone's changes names the time in
 * every comparison. The time must be a column, or each comparison would bind and read the date again.
 */
function instantSql(
  { time, onClock }: DateSql,
  zone: TimeZone,
  toInstant: (clock: string) => string,
): readonly [readonly string[], string] {
  if (zone.name === "UTC" || onClock === false) return [[`${time} AS instant`], "instant"];
  const instant = toInstant("clock");
  if (onClock === true) return [[`${time} AS clock`], `${instant} AS instant`];
  const either = `CASE WHEN on_clock THEN ${instant} ELSE clock END AS instant`;
  return [[`${time} AS clock`, `${onClock} AS on_clock`], either];
}

/** Ids are text. A number that is not whole could be written in several ways, so it is not an id. */
function customerSql(dialect: Dialect, column: string, type: SourceColumn["type"]): string | undefined {
  if (type === "text") return column;
  return type === "integer" ? `CAST(${column} AS ${dialect.types.text})` : undefined;
}

function numberSql(
  dialect: Dialect,
  column: string,
  { type, beyondLong = false }: SourceColumn,
  { decimal }: LogShape,
  { positive }: Expectation,
): string | undefined {
  const { double } = dialect.types;
  const unclear = dialect.raise(UNCLEAR);
  // Through its digits: the cast of a whole number with more than 64 bits may not give the nearest double.
  const byDigits = type === "decimal" || beyondLong;
  if (!byDigits && (type === "number" || type === "integer"))
    return `CASE WHEN ${dialect.isFinite(`CAST(${column} AS ${double})`)} THEN CAST(${column} AS ${double}) ELSE ${unclear} END`;
  if (byDigits)
    return `CASE WHEN ${column} IS NOT NULL THEN CAST(CAST(${column} AS ${dialect.types.text}) AS ${double}) ELSE ${unclear} END`;
  if (type !== "text") return undefined;
  const plain = decimal === "comma" ? `replace(${column}, ',', '.')` : column;
  const check = positive
    ? dialect.isPlainNumber(column, decimal, ANY_VALUE[decimal])
    : dialect.fullMatch(column, ANY_VALUE[decimal]);
  return `CASE WHEN ${check} THEN CAST(${plain} AS ${double}) ELSE ${unclear} END`;
}

/** `toMillionths` in SQL: half away from zero, exact or not at all. */
export function millionthsSql(dialect: Dialect, amount: string, positive: boolean, stopAtReturns: boolean): string {
  const [million, most, zero, slight] = [MILLION, MOST, 0, SLIGHT].map(dialect.double);
  const unclear = dialect.raise(UNCLEAR);
  const rounded = (of: string): string => `round(${of} * ${million})`;
  if (positive) {
    // Above this no rounding needs a notice.
    return `CASE WHEN ${rounded(amount)} BETWEEN ${dialect.double(0.5 / SLIGHT)} AND ${most} THEN ${rounded(amount)} ELSE ${unclear} END`;
  }
  const exact = `abs(${amount}) * ${million}`;
  const losesSql = `abs(round(${exact}) - ${exact}) > ${slight} * (${exact})`;
  // Added to 0, so that no value becomes −0. A value that rounds to 0 is not a return.
  const negative = `${zero} - ${rounded(`(-${amount})`)}`;
  const below = stopAtReturns ? `CASE WHEN ${negative} < ${zero} THEN ${unclear} ELSE ${zero} END` : negative;
  return (
    `CASE WHEN NOT (${rounded(`abs(${amount})`)} <= ${most}) OR ${losesSql} THEN ${unclear} ` +
    `WHEN ${amount} < ${zero} THEN ${below} ELSE ${rounded(amount)} + ${zero} END`
  );
}
