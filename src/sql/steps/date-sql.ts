import { DAY } from "../../data/time-unit.ts";
import type { Dialect } from "../dialect.ts";

const HOUR_MINUTE = "([01]\\d|2[0-3]):[0-5]\\d";
/** Years before 1000 are left to the memory engine. */
const YEAR = "[1-9]\\d{3}";
const ISO_DAY = `${YEAR}-\\d\\d-\\d\\d`;
/** A database reads microseconds, and rounds down to the millisecond only after 1970. */
const OFFSET_TIME = `(19[7-9]\\d|[2-8]\\d{3})-\\d\\d-\\d\\d[ T]${HOUR_MINUTE}:[0-5]\\d(\\.\\d{1,6})?(Z|[+-]([01]\\d|2[0-3])(:[0-5]\\d)?)`;
const PARTS_DAY = `\\d{1,2}/\\d{1,2}/${YEAR}`;

/** The formats whose usual shapes SQL reads. All others are left to the reader in memory. */
export const SQL_DATE_FORMATS = ["iso", "dmy", "mdy"] as const;
type SqlDateFormat = (typeof SQL_DATE_FORMATS)[number];

/** A date as SQL, in milliseconds since 1970. */
export interface DateSql {
  readonly time: string;
  /** Whether the text is local time in the log's zone and not an instant: for every row, for none, or under a condition. */
  readonly onClock: boolean | string;
}

/**
 * A date as text: the shapes of `dateReader`. A strict test recognises each shape before a lenient cast reads it. A
 * text that is not recognised stops the query with `word`. The caller then reads the log with the memory engine, which
 * reports the row and the fault.
 *
 * @param text - SQL of the text.
 * @param wholeDays - Expect days without a time only, in the first shape: the test for each row is then a single one.
 */
export function dateSql(
  dialect: Dialect,
  text: string,
  format: SqlDateFormat,
  wholeDays: boolean,
  word: string,
): DateSql {
  if (wholeDays && format === "iso") return { time: `(${dialect.knownDay(text)} * ${DAY})`, onClock: true };
  const shapes = format === "iso" ? isoShapes(dialect, text) : partShapes(dialect, text, format);
  const used = wholeDays ? shapes.slice(0, 1) : shapes;
  const matches = (pattern: string): string => dialect.fullMatch(text, pattern);
  const cases = used.map(({ pattern, time }) => `WHEN ${matches(pattern)} THEN ${time}`);
  return {
    time: `CASE ${cases.join(" ")} ELSE ${dialect.raise(word)} END`,
    onClock: wholeDays || format !== "iso" || `NOT ${matches(OFFSET_TIME)}`,
  };
}

interface Shape {
  readonly pattern: string;
  readonly time: string;
}

function isoShapes(dialect: Dialect, text: string): Shape[] {
  const { integer } = dialect.types;
  const digits = (from: number, to: number): string => `CAST(substr(${text}, ${from}, ${to - from + 1}) AS ${integer})`;
  return [
    { pattern: ISO_DAY, time: `(${dialect.daysOfText(text)} * ${DAY})` },
    {
      pattern: `${ISO_DAY}[ T]${HOUR_MINUTE}(:[0-5]\\d(\\.\\d+)?)?`,
      // 23 characters end after the third digit of the second.
      time: dialect.millisecondsOfText(dialect.left(text, 23)),
    },
    { pattern: OFFSET_TIME, time: dialect.millisecondsOfText(text) },
    {
      pattern: `${YEAR}\\d{4}`,
      time: `(${dialect.daysOfParts(digits(1, 4), digits(5, 6), digits(7, 8))} * ${DAY})`,
    },
  ];
}

/** 31/5/2024 and 31/5/2024 9:30[:00]; points and hyphens as separators are left to the memory engine. */
function partShapes(dialect: Dialect, text: string, format: "dmy" | "mdy"): Shape[] {
  const { integer } = dialect.types;
  const number = (of: string, separator: string, k: number): string =>
    `CAST(${dialect.part(of, separator, k)} AS ${integer})`;
  const [day, month] = format === "dmy" ? [1, 2] : [2, 1];
  const days = (of: string): string =>
    `(${dialect.daysOfParts(number(of, "/", 3), number(of, "/", month), number(of, "/", day))} * ${DAY})`;
  const [date, time] = [dialect.part(text, " ", 1), dialect.part(text, " ", 2)];
  const clock = (seconds: string): string =>
    `(${days(date)} + ${number(time, ":", 1)} * 3600000 + ${number(time, ":", 2)} * 60000 + ${seconds} * 1000)`;
  const timed = `${PARTS_DAY} (\\d|[01]\\d|2[0-3]):[0-5]\\d`;
  return [
    { pattern: PARTS_DAY, time: days(text) },
    { pattern: timed, time: clock("0") },
    { pattern: `${timed}:[0-5]\\d`, time: clock(number(time, ":", 3)) },
  ];
}

/**
 * A typed date as SQL, in milliseconds since 1970. Only the years 1 to 9999, which text can hold, are read. Infinity, years BC and NULL
 * stop the query with `word`.
 */
export function typedDateSql(
  dialect: Dialect,
  column: string,
  type: "date" | "time" | "instant",
  word: string,
): string {
  const within = (time: string, first: string, last: string, milliseconds: string): string => {
    const [least, most] = [dialect.moment(type, first), dialect.moment(type, last)];
    return `CASE WHEN ${time} BETWEEN ${least} AND ${most} THEN ${milliseconds} ELSE ${dialect.raise(word)} END`;
  };
  if (type === "date") return within(column, "0001-01-01", "9999-12-31", `(${dialect.daysOfDate(column)} * ${DAY})`);
  const milliseconds = dialect.millisecondsOfTime(type, column);
  return within(column, "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999", milliseconds);
}
