import { DAY, HOUR } from "./time-unit.ts";
import type { TimeZone } from "./time-zone.ts";

/** `iso`: 2024-05-31, 2024-05-31T18:30:00+02:00, 20240531. `dmy`, `mdy`: 31/5/2024, 5/31/2024, with `/`, `.` or `-`, and a time after a blank. */
export type DateFormat = "iso" | "dmy" | "mdy";

/** Reads one date; NaN when the text is none. */
export type DateReader = (text: string) => number;

const MINUTE = 60_000;
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const BLANK = 32;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const COLON = 58;

/**
 * A strict reader of dates as text: the instant in milliseconds since 1970 UTC, NaN for what is no date of the format or does
 * not exist (2023-02-30). A date without an offset is a time of `zone`; a date without a time is its midnight. Digits of a
 * second beyond the third are cut off.
 *
 * By hand, without regular expressions or Date objects: it runs once per row.
 */
export function dateReader(format: DateFormat, zone: TimeZone): DateReader {
  const read = format === "iso" ? readIso : (text: string) => readParts(text, format === "dmy");
  let lastText = "";
  let last = Number.NaN;
  return (text) => {
    // Logs are mostly in the order of time: the same date comes many times in a row.
    if (text === lastText) return last;
    lastText = text;
    const clock = read(text);
    if (!Number.isNaN(offsetEast)) last = clock - offsetEast;
    else last = Number.isNaN(clock) ? clock : zone.toInstant(clock);
    return last;
  };
}

/** Whether the text is a date without a time of day. */
export function isWholeDay(text: string): boolean {
  return !text.includes(":");
}

// The offset written in the last text read, in milliseconds east of UTC; NaN when it had none.
let offsetEast = Number.NaN;

function readIso(text: string): number {
  offsetEast = Number.NaN;
  if (text.length === 8) return calendarDay(number(text, 0, 4), number(text, 4, 2), number(text, 6, 2));
  if (text.charCodeAt(4) !== MINUS || text.charCodeAt(7) !== MINUS) return Number.NaN;
  const day = calendarDay(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
  if (text.length === 10) return day;
  const separator = text.charCodeAt(10);
  return separator === BLANK || separator === 84 ? day + timeOfDay(text, 11) : Number.NaN;
}

function readParts(text: string, dayFirst: boolean): number {
  offsetEast = Number.NaN;
  const first = text.charCodeAt(1) >= 48 && text.charCodeAt(1) <= 57 ? 2 : 1;
  const separator = text.charCodeAt(first);
  if (separator !== 47 && separator !== POINT && separator !== MINUS) return Number.NaN;
  const from = first + 1;
  const second = text.charCodeAt(from + 1) === separator ? 1 : 2;
  if (text.charCodeAt(from + second) !== separator) return Number.NaN;
  const year = from + second + 1;
  const a = number(text, 0, first);
  const b = number(text, from, second);
  const day = calendarDay(number(text, year, 4), dayFirst ? b : a, dayFirst ? a : b);
  if (text.length === year + 4) return day;
  return text.charCodeAt(year + 4) === BLANK ? day + timeOfDay(text, year + 5) : Number.NaN;
}

/** H:MM or HH:MM, then :SS, then .fff…, then Z or an offset ±HH, ±HHMM, ±HH:MM; the rest of the text, in milliseconds. */
function timeOfDay(text: string, at: number): number {
  const hourDigits = text.charCodeAt(at + 1) === COLON ? 1 : 2;
  const hour = number(text, at, hourDigits);
  at += hourDigits;
  if (text.charCodeAt(at) !== COLON) return Number.NaN;
  const minute = number(text, at + 1, 2);
  at += 3;
  let second = 0;
  let fraction = 0;
  if (text.charCodeAt(at) === COLON) {
    second = number(text, at + 1, 2);
    at += 3;
    if (text.charCodeAt(at) === POINT) {
      const start = ++at;
      while (isDigit(text.charCodeAt(at))) at++;
      if (at === start) return Number.NaN;
      fraction = Number(text.slice(start, Math.min(at, start + 3)).padEnd(3, "0"));
    }
  }
  if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  if (at < text.length && Number.isNaN((offsetEast = readOffset(text, at)))) return Number.NaN;
  return hour * HOUR + minute * MINUTE + second * 1000 + fraction;
}

function readOffset(text: string, at: number): number {
  const rest = text.length - at;
  const sign = text.charCodeAt(at);
  if (rest === 1) return sign === 90 ? 0 : Number.NaN;
  if (sign !== PLUS && sign !== MINUS) return Number.NaN;
  const colon = text.charCodeAt(at + 3) === COLON ? 1 : 0;
  if (rest !== 3 && rest !== 5 + colon) return Number.NaN;
  const hours = number(text, at + 1, 2);
  const minutes = rest === 3 ? 0 : number(text, at + 3 + colon, 2);
  if (!(hours < 24 && minutes < 60)) return Number.NaN;
  return (sign === MINUS ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

/** Midnight of a day of the proleptic Gregorian calendar, in milliseconds since 1970; NaN when there is no such day. */
function calendarDay(year: number, month: number, day: number): number {
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= DAYS_IN_MONTH[month - 1])) return Number.NaN;
  if (month === 2 && day === 29 && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0))) return Number.NaN;
  // Years that begin in March, so that the leap day is the last of a year; 719468 days from 0000-03-01 to 1970-01-01.
  const y = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468) * DAY;
}

/** The number written in `count` digits at `at`; NaN when one of them is none. */
function number(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const code = text.charCodeAt(i);
    if (!isDigit(code)) return Number.NaN;
    value = value * 10 + code - 48;
  }
  return value;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
