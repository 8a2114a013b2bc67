import { DAY, HOUR } from "./time-unit.ts";

/** The offset in a text: milliseconds east of UTC; NaN when the text has none. */
export interface Offset {
  east: number;
}

/**
 * Reads a text as the time on a clock, in milliseconds since 1970-01-01 on that clock; NaN when it is not a date. Sets
 * the offset.
 */
export type ClockReader = (text: string, offset: Offset) => number;

const MINUTE = 60_000;
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const COLON = 58;

/**
 * Reads a time of day from `at` to the end of the text, in milliseconds: H:MM or HH:MM, then :SS, then .fff…, then AM or PM, then
 * an offset. Digits of a second beyond the third are cut off.
 */
export function timeOfDay(text: string, at: number, offset: Offset): number {
  const hourDigits = text.charCodeAt(at + 1) === COLON ? 1 : 2;
  const hour = digits(text, at, hourDigits);
  at += hourDigits;
  if (text.charCodeAt(at) !== COLON) return Number.NaN;
  const minute = digits(text, at + 1, 2);
  at += 3;
  let second = 0;
  let fraction = 0;
  if (text.charCodeAt(at) === COLON) {
    second = digits(text, at + 1, 2);
    at += 3;
    if (text.charCodeAt(at) === POINT) {
      const start = ++at;
      while (isDigit(text.charCodeAt(at))) at++;
      if (at === start) return Number.NaN;
      fraction = Number(text.slice(start, Math.min(at, start + 3)).padEnd(3, "0"));
    }
  }
  if (at === text.length) return clockTime(hour, minute, second, fraction);
  return suffixed(text, at, hour, offset, (whole) => clockTime(whole, minute, second, fraction));
}

/** Milliseconds since midnight; NaN where there is no such time. */
export function clockTime(hour: number, minute: number, second: number, fraction: number): number {
  if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  return hour * HOUR + minute * MINUTE + second * 1000 + fraction;
}

/** `6 PM` is 18 and `12 AM` is 0; NaN where the clock of twelve hours has no such hour. */
export function hourOfTwelve(hour: number, half: string): number {
  if (!(hour >= 1 && hour <= 12)) return Number.NaN;
  return (hour % 12) + (half[0].toLowerCase() === "p" ? 12 : 0);
}

/** `Z`, `UTC`, `GMT`, `+02`, `+0200`, `+02:00` or `GMT+0200`, followed by the zone's name, as Date writes it. */
const OFFSET = /^(?:Z|UTC|GMT|(?:UTC|GMT)?([+-])(\d\d)(?::?(\d\d))?(?: ?\([^)]*\))?)$/i;
const HALF_AND_OFFSET = /^ ?(?:([ap])\.?m\.?)?(?: ?(\S.*))?$/i;

/**
 * The offset that a text names, in milliseconds east of UTC; NaN when it names none. An abbreviation such as EST stands
 * for several offsets.
 */
export function readOffset(text: string): number {
  const found = OFFSET.exec(text);
  if (found === null) return Number.NaN;
  const [, sign, hours = "0", minutes = "0"] = found;
  if (Number(hours) >= 24 || Number(minutes) >= 60) return Number.NaN;
  return (sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
}

function suffixed(text: string, at: number, hour: number, offset: Offset, timeAt: (hour: number) => number): number {
  const sign = text.charCodeAt(at);
  const direct = sign === PLUS || sign === MINUS || text[at] === "Z";
  const [, half, rest] = direct ? [undefined, undefined, text.slice(at)] : (HALF_AND_OFFSET.exec(text.slice(at)) ?? []);
  if (half === undefined && rest === undefined) return Number.NaN;
  if (rest !== undefined && Number.isNaN((offset.east = readOffset(rest)))) return Number.NaN;
  return timeAt(half === undefined ? hour : hourOfTwelve(hour, half));
}

/** Midnight of a day of the proleptic Gregorian calendar, in milliseconds since 1970; NaN when there is no such day. */
export function calendarDay(year: number, month: number, day: number): number {
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= DAYS_IN_MONTH[month - 1])) return Number.NaN;
  if (month === 2 && day === 29 && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0))) return Number.NaN;
  // Years begin in March here, so that the leap day is the last day of a year. There are 719468 days from 0000-03-01 to
  // 1970-01-01.
  const y = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468) * DAY;
}

/** The number written in `count` digits at `at`; NaN when one of them is not a digit. */
export function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const code = text.charCodeAt(i);
    if (!isDigit(code)) return Number.NaN;
    value = value * 10 + code - 48;
  }
  return value;
}

/** Whether a character is one of 0 to 9. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
