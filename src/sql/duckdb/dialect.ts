import { DAY } from "../../data/time-unit.ts";
import { type Dialect, KNOWN_DAYS } from "../dialect.ts";
import { failureKind } from "./engine-failure.ts";

/** DuckDB's SQL. */
export const DUCKDB: Dialect = {
  name: "duckdb",
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  literal: quoted,
  // 0.1 alone would be a DECIMAL, and arithmetic with it no longer that of doubles.
  double: (value) => `CAST('${value}' AS DOUBLE)`,
  types: { text: "VARCHAR", integer: "INTEGER", long: "BIGINT", unsigned: "UBIGINT", double: "DOUBLE" },
  quotient: (dividend, divisor) => `${dividend} // ${divisor}`,
  isFinite: (value) => `isfinite(${value})`,
  isNan: (value) => `isnan(${value})`,
  // A shift, because the result of a power depends on the library.
  powerOfTwo: (power) => `CAST(${DUCKDB.bit(power)} AS DOUBLE)`,
  bit: (power) => `CAST(1 AS BIGINT) << CAST(${power} AS BIGINT)`,
  anyBits: (column) => `bit_or(${column})`,
  oddBits: (column) => `bit_xor(${column})`,
  bitCount: (value) => `bit_count(${value})`,
  roundEven: (value) => `round_even(${value}, 0)`,
  fullMatch: (text, pattern) => `regexp_full_match(${text}, ${quoted(pattern)})`,
  // DuckDB reads the same numbers as the memory engine, and 1_000 too. A text that begins with a digit is not an
  // infinity. This is far cheaper than a pattern.
  isPlainNumber: (text, decimal) => {
    const point = decimal === "comma" ? ` AND NOT contains(${text}, '.')` : "";
    return `${text} >= '0' AND ${text} < ':' AND NOT contains(${text}, '_')${point}`;
  },
  contains: (text, part) => `contains(${text}, ${quoted(part)})`,
  raise: (word) => `error(${quoted(word)})`,
  attempt: (expression) => `TRY(${expression})`,
  daysOfText: (text) => `CAST(CAST(${text} AS DATE) - DATE '1970-01-01' AS BIGINT)`,
  // An enumeration finds its texts with a hash. It is exact, and takes half the time of a pattern and a cast. With many
  // years it takes most of the time of a small run: to make it, and to plan a statement with it.
  setup: [
    {
      name: "clv_day",
      statement:
        "CREATE TYPE clv_day AS ENUM (SELECT CAST(CAST(range AS DATE) AS VARCHAR) " +
        `FROM range(TIMESTAMP '${KNOWN_DAYS.first}', TIMESTAMP '${KNOWN_DAYS.end}', INTERVAL 1 DAY))`,
    },
  ],
  knownDay: (text) => `(CAST(enum_code(CAST(${text} AS clv_day)) AS BIGINT) + ${Date.parse(KNOWN_DAYS.first) / DAY})`,
  daysOfParts: (year, month, day) => `CAST(make_date(${year}, ${month}, ${day}) - DATE '1970-01-01' AS BIGINT)`,
  daysOfDate: (date) => `(CAST(${date} AS DATE) - DATE '1970-01-01')`,
  moment: (type, text) => `${KEYWORD[type]} '${text}${type === "instant" ? "+00" : ""}'`,
  // Counted from the year 1, so that times before 1970 are rounded down too.
  millisecondsOfTime: (type, column) => {
    const time = type === "time" ? `CAST(${column} AS TIMESTAMP)` : column;
    return `((epoch_us(${time}) + ${SINCE_YEAR_1}) // 1000 - ${SINCE_YEAR_1} // 1000)`;
  },
  firstDay: (of, days) =>
    `CAST(CAST(date_trunc('${of}', DATE '1970-01-01' + ${days}) AS DATE) - DATE '1970-01-01' AS INTEGER)`,
  monthNumber: (days) => `CAST(date_diff('month', DATE '1970-01-01', DATE '1970-01-01' + ${days}) AS INTEGER)`,
  millisecondsOfText: (text) => `epoch_ms(CAST(${text} AS TIMESTAMPTZ))`,
  part: (text, separator, k) => `split_part(${text}, ${quoted(separator)}, ${k})`,
  left: (text, count) => `left(${text}, ${count})`,
  rowNumber: "rowid",
  valueAtLeast: (value, by) => `arg_min(${value}, ${by})`,
  inPart: (text, parts, part) => `hash(${text}) % ${parts} = ${part}`,
  addToTable: (name, query) => `INSERT INTO ${DUCKDB.identifier(name)} ${query}`,
  createTable: (name, query) => `CREATE OR REPLACE TABLE ${DUCKDB.identifier(name)} AS ${query}`,
  createView: (name, query) => `CREATE OR REPLACE VIEW ${name} AS ${query}`,
  ownTables: "SELECT table_name FROM duckdb_tables() WHERE database_name = 'memory'",
  anyOrder: { begin: ["SET preserve_insertion_order = false"], end: ["SET preserve_insertion_order = true"] },
  failureKind,
};

const KEYWORD = { date: "DATE", time: "TIMESTAMP", instant: "TIMESTAMPTZ" } as const;

/** Microseconds from the beginning of the year 1 to 1970. */
const SINCE_YEAR_1 = "62135596800000000";

/**
 * Text between single quotes; quotes within it are doubled. No literal can contain a NUL, so it is written as chr(0).
 */
function quoted(text: string): string {
  const parts = text.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts[0]! : `(${parts.join(" || chr(0) || ")})`;
}
