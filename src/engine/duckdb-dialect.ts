import type { Dialect } from "./dialect.ts";

/** DuckDB's SQL. */
export const DUCKDB: Dialect = {
  name: "duckdb",
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  literal: quoted,
  // 0.1 alone would be a DECIMAL, and arithmetic with it no longer that of doubles.
  double: (value) => `CAST('${value}' AS DOUBLE)`,
  types: { text: "VARCHAR", integer: "INTEGER", long: "BIGINT", unsigned: "UBIGINT", double: "DOUBLE" },
  roundEven: (value) => `round_even(${value}, 0)`,
  finite: (value) => `CASE WHEN isfinite(${value}) THEN ${value} END`,
  fullMatch: (text, pattern) => `regexp_full_match(${text}, ${quoted(pattern)})`,
  contains: (text, part) => `contains(${text}, ${quoted(part)})`,
  raise: (word) => `error(${quoted(word)})`,
  daysOfText: (text) => `CAST(CAST(${text} AS DATE) - DATE '1970-01-01' AS BIGINT)`,
  // An enumeration finds its texts by hashing: exact, and a quarter of the time of a pattern and a cast.
  setup: [
    "CREATE TYPE clv_day AS ENUM (SELECT CAST(CAST(range AS DATE) AS VARCHAR) " +
      "FROM range(TIMESTAMP '1970-01-01', TIMESTAMP '2070-01-01', INTERVAL 1 DAY))",
  ],
  knownDay: (text) => `CAST(enum_code(CAST(${text} AS clv_day)) AS BIGINT)`,
  daysOfParts: (year, month, day) => `CAST(make_date(${year}, ${month}, ${day}) - DATE '1970-01-01' AS BIGINT)`,
  startOfMonth: (days) =>
    `CAST(CAST(date_trunc('month', DATE '1970-01-01' + ${days}) AS DATE) - DATE '1970-01-01' AS INTEGER)`,
  millisecondsOfText: (text) => `epoch_ms(CAST(${text} AS TIMESTAMPTZ))`,
  part: (text, separator, k) => `split_part(${text}, ${quoted(separator)}, ${k})`,
  left: (text, count) => `left(${text}, ${count})`,
  rowNumber: "rowid",
  valueAtLeast: (value, by) => `arg_min(${value}, ${by})`,
  inPart: (text, parts, part) => `hash(${text}) % ${parts} = ${part}`,
  addToTable: (name, query) => `INSERT INTO ${DUCKDB.identifier(name)} ${query}`,
  createTable: (name, query) => `CREATE OR REPLACE TABLE ${DUCKDB.identifier(name)} AS ${query}`,
};

/** Text between single quotes, those in it doubled; a NUL, which no literal can hold, is spelled as chr(0). */
function quoted(text: string): string {
  const parts = text.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts[0]! : `(${parts.join(" || chr(0) || ")})`;
}
