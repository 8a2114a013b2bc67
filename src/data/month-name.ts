import { type ClockReader, calendarDay, timeOfDay } from "./clock-text.ts";

const MONTHS = [
  ...["january", "february", "march", "april", "may", "june", "july"],
  ...["august", "september", "october", "november", "december"],
];
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const TIME = "(?:(?:,? +|T)(?:at +)?(\\S.*))?";
/** 31-MAY-2024, 31 May 2024, Fri, 31 May 2024 18:30:00 +0200. */
const DAY_FIRST = new RegExp(
  `^(?:([a-z]+)\\.?,? +)?(\\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]+)\\.?,?[ -](\\d{4})${TIME}$`,
  "i",
);
/** May 31, 2024, Fri May 31 2024 18:30:00 GMT+0200. */
const MONTH_FIRST = new RegExp(
  `^(?:([a-z]+)\\.?,? +)?([a-z]+)\\.?[ -](\\d{1,2})(?:st|nd|rd|th)?,?[ -](\\d{4})${TIME}$`,
  "i",
);
/** 2024-May-31. */
const YEAR_FIRST = new RegExp(`^(\\d{4})[ -]([a-z]+)\\.?[ -](\\d{1,2})${TIME}$`, "i");

/** Reads a date whose month is an English word, whole or its first three letters. Such a date has only one meaning. */
export const readMonthName: ClockReader = (text, offset) => {
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return assembled(dayFirst[1], dayFirst[4]!, dayFirst[3]!, dayFirst[2]!, dayFirst[5]);
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst) return assembled(monthFirst[1], monthFirst[4]!, monthFirst[2]!, monthFirst[3]!, monthFirst[5]);
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return assembled(undefined, yearFirst[1]!, yearFirst[2]!, yearFirst[3]!, yearFirst[4]);
  return Number.NaN;

  function assembled(weekday: string | undefined, year: string, month: string, day: string, time: string | undefined) {
    if (weekday !== undefined && nameIn(WEEKDAYS, weekday) === 0) return Number.NaN;
    const midnight = calendarDay(Number(year), monthOf(month), Number(day));
    return time === undefined ? midnight : midnight + timeOfDay(time, 0, offset);
  }
};

/** The number of an English month from its name or an abbreviation of it, 1 to 12; 0 when there is none. */
export function monthOf(name: string): number {
  return name.toLowerCase() === "sept" ? 9 : nameIn(MONTHS, name);
}

function nameIn(names: readonly string[], name: string): number {
  const lower = name.toLowerCase();
  return 1 + names.findIndex((full) => lower === full || (lower.length === 3 && full.startsWith(lower)));
}
