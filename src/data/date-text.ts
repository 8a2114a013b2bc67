import { ClvError } from "../errors.ts";
import { type ClockReader, calendarDay, digits, isDigit, type Offset, timeOfDay } from "./clock-text.ts";
import { readEpochMilliseconds, readEpochSeconds, readExcelDay } from "./date-number.ts";
import { patternReader } from "./date-pattern.ts";
import { readMonthName } from "./month-name.ts";

/**
 * How dates are written. `iso`: every date with one meaning only, the year first or the month as a word: 2024-05-31,
 * 2024-05-31T18:30:00+02:00, 2024/5/31 6:30 PM, 20240531, 31-MAY-2024. `dmy`, `mdy`: 31/5/2024, 5/31/2024, with `/`,
 * `.` or `-`. `epoch`, `epoch-ms`: seconds, milliseconds since 1970 UTC. `excel`: days as Excel numbers them. A time
 * may follow a day. Any other text is a pattern in the letters of strftime, e.g. `%d/%m/%y`.
 */
export type DateFormat = (typeof DATE_FORMATS)[number] | `${string}%${string}`;

/** The formats with a name. */
export const DATE_FORMATS = ["iso", "dmy", "mdy", "epoch", "epoch-ms", "excel"] as const;

/** Reads one date; NaN when the text is not a date. */
export type DateReader = (text: string) => number;

const BLANK = 32;
const SEPARATORS = [45, 47, 46];

/** The date format that a user typed. Throws ClvError `usage` for an unknown one. */
export function parseDateFormat(text: string): DateFormat {
  if ((DATE_FORMATS as readonly string[]).includes(text)) return text as DateFormat;
  if (text.includes("%")) {
    patternReader(text);
    return text as DateFormat;
  }
  throw new ClvError("usage", {
    where: "--date-format",
    expected: `one of ${DATE_FORMATS.join(", ")}, or a pattern such as %d/%m/%y`,
    got: text,
  });
}

/**
 * A strict reader of dates as text. It returns the instant in milliseconds since 1970 UTC. It returns NaN for a text in another format, and
 * for a date that does not exist (2023-02-30). A date without an offset is a time of `zone`; a date without a time is its midnight. Digits
 * of a second beyond the third are cut off.
 *
 * The usual shapes are read without regular expressions or Date objects, because this function runs once per row.
 */
export function dateReader(format: DateFormat, zone: { toInstant(clock: number): number }): DateReader {
  const read = clockReader(format);
  const offset: Offset = { east: Number.NaN };
  let lastText = "";
  let last = Number.NaN;
  return (text) => {
    // Most logs are sorted by time, so the same date occurs many times in a row.
    if (text === lastText) return last;
    lastText = text;
    offset.east = Number.NaN;
    const clock = read(text, offset);
    if (!Number.isNaN(offset.east)) last = clock - offset.east;
    else last = Number.isNaN(clock) ? clock : zone.toInstant(clock);
    return last;
  };
}

/** The reader of a format, in clock time. */
function clockReader(format: DateFormat): ClockReader {
  switch (format) {
    case "iso":
      return readYearFirst;
    case "dmy":
      return (text, offset) => readParts(text, true, offset);
    case "mdy":
      return (text, offset) => readParts(text, false, offset);
    case "epoch":
      return readEpochSeconds;
    case "epoch-ms":
      return readEpochMilliseconds;
    case "excel":
      return readExcelDay;
    default:
      return patternReader(format);
  }
}

/** Whether the text is a date without a time of day. */
export function isWholeDay(text: string): boolean {
  return !text.includes(":") && !/^\d{14}$/.test(text);
}

function readYearFirst(text: string, offset: Offset): number {
  if (!isDigit(text.charCodeAt(3))) return readMonthName(text, offset);
  if (text.length === 8 && isDigit(text.charCodeAt(4)))
    return calendarDay(digits(text, 0, 4), digits(text, 4, 2), digits(text, 6, 2));
  if (text.length === 14 && isDigit(text.charCodeAt(4))) return readFourteenDigits(text, offset);
  const separator = text.charCodeAt(4);
  if (!SEPARATORS.includes(separator)) return readMonthName(text, offset);
  const monthDigits = text.charCodeAt(6) === separator ? 1 : 2;
  const at = 6 + monthDigits;
  if (text.charCodeAt(at - 1) !== separator) return readMonthName(text, offset);
  const dayDigits = isDigit(text.charCodeAt(at + 1)) ? 2 : 1;
  const day = calendarDay(digits(text, 0, 4), digits(text, 5, monthDigits), digits(text, at, dayDigits));
  const end = at + dayDigits;
  if (text.length === end) return day;
  const between = text.charCodeAt(end);
  return between === BLANK || between === 84 ? day + timeOfDay(text, end + 1, offset) : Number.NaN;
}

/** A date and time in digits alone: 20240531183000. */
function readFourteenDigits(text: string, offset: Offset): number {
  const day = calendarDay(digits(text, 0, 4), digits(text, 4, 2), digits(text, 6, 2));
  return day + timeOfDay(`${text.slice(8, 10)}:${text.slice(10, 12)}:${text.slice(12)}`, 0, offset);
}

function readParts(text: string, dayFirst: boolean, offset: Offset): number {
  const first = isDigit(text.charCodeAt(1)) ? 2 : 1;
  const separator = text.charCodeAt(first);
  if (!SEPARATORS.includes(separator)) return Number.NaN;
  const from = first + 1;
  const second = text.charCodeAt(from + 1) === separator ? 1 : 2;
  if (text.charCodeAt(from + second) !== separator) return Number.NaN;
  const year = from + second + 1;
  const a = digits(text, 0, first);
  const b = digits(text, from, second);
  const day = calendarDay(digits(text, year, 4), dayFirst ? b : a, dayFirst ? a : b);
  if (text.length === year + 4) return day;
  return text.charCodeAt(year + 4) === BLANK ? day + timeOfDay(text, year + 5, offset) : Number.NaN;
}
