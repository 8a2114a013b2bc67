import { type Dialect, KNOWN_DAYS } from "../dialect.ts";
import { failureKind } from "./failure.ts";

/**
 * A pattern from the beginning of a text to its end. `$` would also stand before a last line break, and `\d` for the
 * digits of any script.
 */
const whole = (text: string, pattern: string): string =>
  `regexp_like(${text}, ${quoted(`\\A(?:${pattern.replaceAll("\\d", "[0-9]")})\\z`)})`;

/** Days since 1970 of a DATE. */
const days = (date: string): string => `date_diff('day', DATE '1970-01-01', ${date})`;

const DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

/**
 * The SQL of Trino (476), for connectors that replace a table atomically: Iceberg and Delta. The session's time zone
 * must be UTC, and its schema that of the run.
 *
 * Columns of tables have lower-case names, so `T` comes back as `t`. Rows have no order.
 */
export const TRINO: Dialect = {
  name: "trino",
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  literal: quoted,
  // 0.1 alone would be a DECIMAL.
  double: (value) => `CAST('${value}' AS DOUBLE)`,
  // Trino has no unsigned integers. A number above the signed 64 bits has at most 20 digits.
  types: { text: "VARCHAR", integer: "INTEGER", long: "BIGINT", unsigned: "DECIMAL(20, 0)", double: "DOUBLE" },
  quotient: (dividend, divisor) => `${dividend} / ${divisor}`,
  isFinite: (value) => `is_finite(${value})`,
  isNan: (value) => `is_nan(${value})`,
  powerOfTwo: (power) => `CAST(${TRINO.bit(power)} AS DOUBLE)`,
  bit: (power) => `bitwise_left_shift(BIGINT '1', CAST(${power} AS INTEGER))`,
  anyBits: (column) => `bitwise_or_agg(${column})`,
  oddBits: (column) => `bitwise_xor_agg(${column})`,
  bitCount: (value) => `bit_count(${value}, 64)`,
  // From 2⁵² on every double is whole. A tie goes to the even neighbour, which is twice the floor of half the number.
  roundEven: (value) =>
    `CASE WHEN abs(${value}) >= 4503599627370496e0 THEN ${value} ` +
    `WHEN ${value} - floor(${value}) = 5e-1 THEN 2e0 * floor((floor(${value}) + 1e0) / 2e0) ELSE floor(${value} + 5e-1) END`,
  fullMatch: whole,
  // The cast also reads blanks, 1d and 0x1p3.
  isPlainNumber: (text, _, pattern) => whole(text, pattern),
  contains: (text, part) => `strpos(${text}, ${quoted(part)}) > 0`,
  raise: (word) => `fail(${quoted(word)})`,
  attempt: (expression) => `TRY(${expression})`,
  daysOfText: (text) => days(`CAST(${text} AS DATE)`),
  setup: [],
  // There are no enumerations. The cast also reads blanks and years of five digits, so the pattern comes first.
  knownDay: (text) =>
    `CASE WHEN ${whole(text, DAY)} AND ${text} BETWEEN '${KNOWN_DAYS.first.slice(0, 4)}' AND '${KNOWN_DAYS.end.slice(0, 4)}' THEN ${days(`CAST(${text} AS DATE)`)} ELSE fail('no known day') END`,
  daysOfParts: (year, month, day) => days(`CAST(format('%04d-%02d-%02d', ${year}, ${month}, ${day}) AS DATE)`),
  daysOfDate: days,
  moment: (type, text) => `${type === "date" ? "DATE" : "TIMESTAMP"} '${text}${type === "instant" ? " UTC" : ""}'`,
  // Rounded down, before 1970 too.
  millisecondsOfTime: (type, column) => milliseconds(column, type === "instant"),
  firstDay: (of, sinceEpoch) =>
    `CAST(${days(`date_trunc('${of}', date_add('day', ${sinceEpoch}, DATE '1970-01-01'))`)} AS INTEGER)`,
  // Only complete months count, so both days must be the first of a month.
  monthNumber: (sinceEpoch) =>
    `CAST(date_diff('month', DATE '1970-01-01', date_trunc('month', date_add('day', ${sinceEpoch}, DATE '1970-01-01'))) AS INTEGER)`,
  millisecondsOfText: (text) => milliseconds(`CAST(replace(${text}, 'T', ' ') AS TIMESTAMP(6) WITH TIME ZONE)`, true),
  part: (text, separator, k) => `split_part(${text}, ${quoted(separator)}, ${k})`,
  left: (text, count) => `substr(${text}, 1, ${count})`,
  rowNumber: undefined,
  valueAtLeast: (value, by) => `min_by(${value}, ${by})`,
  // `parts` is a power of 2. The remainder of a hash below 0 would be below 0.
  inPart: (text, parts, part) => `bitwise_and(from_big_endian_64(xxhash64(to_utf8(${text}))), ${parts - 1}) = ${part}`,
  addToTable: (name, query) => `INSERT INTO ${TRINO.identifier(name)} ${query}`,
  createTable: (name, query) => `CREATE OR REPLACE TABLE ${TRINO.identifier(name)} AS ${query}`,
  createView: (name, query) => `CREATE OR REPLACE VIEW ${name} AS ${query}`,
  ownTables:
    "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema AND table_type = 'BASE TABLE'",
  anyOrder: { begin: [], end: [] },
  failureKind,
};

/** Milliseconds since 1970 of a time, with a zone or without. */
function milliseconds(time: string, zoned: boolean): string {
  return `date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00.000${zoned ? " UTC" : ""}', ${time})`;
}

/** Text between single quotes; quotes within it are doubled, and a NUL is written as chr(0). */
function quoted(text: string): string {
  const parts = text.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts[0]! : `(${parts.join(" || chr(0) || ")})`;
}
