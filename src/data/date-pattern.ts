import { ClvError } from "../errors.ts";
import { type ClockReader, calendarDay, clockTime, hourOfTwelve, readOffset } from "./clock-text.ts";
import { monthOf } from "./month-name.ts";

type Part =
  | "year"
  | "shortYear"
  | "month"
  | "monthName"
  | "day"
  | "hour"
  | "hour12"
  | "minute"
  | "second"
  | "fraction"
  | "half"
  | "offset";

/** The known letters of strftime: the text that each matches, and its part of the date. */
const LETTERS: Readonly<Record<string, readonly [pattern: string, part: Part | undefined]>> = {
  Y: ["\\d{4}", "year"],
  y: ["\\d{2}", "shortYear"],
  m: ["\\d{1,2}", "month"],
  b: ["[A-Za-z]+", "monthName"],
  B: ["[A-Za-z]+", "monthName"],
  d: ["\\d{1,2}", "day"],
  e: [" ?\\d{1,2}", "day"],
  H: ["\\d{1,2}", "hour"],
  I: ["\\d{1,2}", "hour12"],
  M: ["\\d{2}", "minute"],
  S: ["\\d{2}", "second"],
  f: ["\\d+", "fraction"],
  p: ["[AaPp]\\.?[Mm]\\.?", "half"],
  z: ["Z|UTC|GMT|[+-]\\d\\d(?::?\\d\\d)?", "offset"],
  a: ["[A-Za-z]+", undefined],
  A: ["[A-Za-z]+", undefined],
};
/** Letters that stand for several others. */
const SHORT: Readonly<Record<string, string>> = { F: "%Y-%m-%d", T: "%H:%M:%S", R: "%H:%M", D: "%m/%d/%y" };

/** Two-digit years, as in POSIX: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068. */
const CENTURY_TURNS = 69;

/**
 * A reader of dates in one pattern of strftime letters, e.g. `%d/%m/%y %H:%M`. Day, month and hour may have one digit
 * or two; a blank stands for one or more.
 *
 * @throws ClvError `usage` for an unknown letter, a part named twice, or a pattern without year, month and day
 */
export function patternReader(pattern: string): ClockReader {
  const parts: Part[] = [];
  const refuse = (got: string): never => {
    throw new ClvError("usage", {
      where: `date format ${JSON.stringify(pattern)}`,
      expected: `year (%Y or %y), month (%m or %b) and day (%d), each once, with the letters %${Object.keys(LETTERS).join(" %")}`,
      got,
      wayOut: "For example %d/%m/%y for 31/05/24, or %d-%b-%Y %H:%M for 31-MAY-2024 18:30.",
    });
  };
  const whole = pattern.replace(/%([FTRD])/g, (_, letter: string) => SHORT[letter]!);
  const source = whole.replace(/%(.?)|(\s+)|([^%\s])/g, (_, letter?: string, blank?: string, other?: string) => {
    if (blank !== undefined) return "\\s+";
    if (other !== undefined) return other.replace(/[\\^$.*+?()[\]{}|/-]/, "\\$&");
    if (letter === "%") return "%";
    const [matches, part] = LETTERS[letter!] ?? refuse(`%${letter}`);
    if (part === undefined) return matches;
    parts.push(part);
    return `(${matches})`;
  });
  const has = (...some: Part[]): number => parts.filter((part) => some.includes(part)).length;
  const once = [has("year", "shortYear"), has("month", "monthName"), has("day")];
  if (once.some((times) => times !== 1)) refuse(`${once.join(", ")} of year, month and day`);
  if (new Set(parts).size < parts.length) refuse("a part twice");
  const shape = new RegExp(`^${source}$`);
  return (text, offset) => {
    const found = shape.exec(text);
    if (found === null) return Number.NaN;
    const of = (part: Part): string | undefined => found[parts.indexOf(part) + 1];
    const given = (part: Part): string | undefined => (parts.includes(part) ? of(part) : undefined);
    const number = (part: Part): number => Number(given(part) ?? 0);
    const short = given("shortYear");
    const year = short === undefined ? number("year") : Number(short) + (Number(short) < CENTURY_TURNS ? 2000 : 1900);
    const month = given("monthName");
    const half = given("half");
    const hour12 = given("hour12");
    const hour = hour12 === undefined ? number("hour") : half ? hourOfTwelve(Number(hour12), half) : Number(hour12);
    const fraction = Number((given("fraction") ?? "0").slice(0, 3).padEnd(3, "0"));
    const zone = given("offset");
    if (zone !== undefined) offset.east = readOffset(zone);
    if (zone !== undefined && Number.isNaN(offset.east)) return Number.NaN;
    return (
      calendarDay(year, month === undefined ? number("month") : monthOf(month), number("day")) +
      clockTime(hour, number("minute"), number("second"), fraction)
    );
  };
}
