import { ClvError } from "../errors.ts";
import { type Bound, firstInstant, MONDAY, startOfMonth } from "./calendar.ts";
import { monthOfDay } from "./civil-day.ts";
import { DAY, type Grain } from "./time-unit.ts";
import type { TimeZone } from "./time-zone.ts";

/** Every period of the calendar, shortest first. */
export const PERIODS = ["week", "month", "quarter"] as const;

/** A period of the calendar. A week begins on Monday. */
export type Period = (typeof PERIODS)[number];

/**
 * Periods with numbers in the order of time: period 0 holds 1970-01-01. Times are on the calendar, in milliseconds
 * since 1970.
 */
export interface PeriodClock {
  /** The number of the period that holds a time. */
  indexOf(calendar: number): number;
  /** The start of a period. */
  startOf(index: number): number;
  /** The name of a period in files: `2024-05`, `2024-Q2`, `2024-W21` (ISO 8601). */
  labelOf(index: number): string;
}

const MONTHS = { month: 1, quarter: 3 } as const;

/** The clock of a period. */
export function periodClock(period: Period): PeriodClock {
  if (period === "week") {
    return {
      indexOf: (calendar) => Math.floor((calendar - MONDAY) / (7 * DAY)),
      startOf: (index) => MONDAY + index * 7 * DAY,
      labelOf: (index) => isoWeek(MONDAY + index * 7 * DAY),
    };
  }
  const months = MONTHS[period];
  const startOf = (index: number): number => firstDayOf(index * months);
  return {
    indexOf: (calendar) => Math.floor(monthNumber(calendar) / months),
    startOf,
    labelOf(index) {
      const date = new Date(startOf(index));
      const [year, month] = [String(date.getUTCFullYear()).padStart(4, "0"), date.getUTCMonth()];
      return months === 1 ? `${year}-${String(month + 1).padStart(2, "0")}` : `${year}-Q${month / 3 + 1}`;
    },
  };
}

/** Months since January 1970. */
function monthNumber(calendar: number): number {
  return monthOfDay(Math.floor(calendar / DAY));
}

/** Midnight of the first day of a month. */
function firstDayOf(month: number): number {
  const date = new Date(0);
  // `Date.UTC` reads the year 1 as 1901, so it is not used.
  date.setUTCFullYear(1970 + Math.floor(month / 12), month - 12 * Math.floor(month / 12), 1);
  return startOfMonth(date.getTime());
}

/** ISO 8601: the year of a week is that of its Thursday, and its first week holds January 4. */
function isoWeek(monday: number): string {
  const thursday = new Date(monday + 3 * DAY);
  const year = thursday.getUTCFullYear();
  const dayOfYear = Math.round((thursday.getTime() - firstDayOf((year - 1970) * 12)) / DAY);
  return `${String(year).padStart(4, "0")}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, "0")}`;
}

/** The periods of a log: those numbered `first` to `first + length − 1`. */
export interface LogPeriods {
  readonly period: Period;
  readonly first: number;
  readonly length: number;
  /** For each period, whether it was observed from its first day to its last. */
  readonly complete: readonly boolean[];
  /** The day after the last one observed, in milliseconds since 1970 on the calendar. */
  readonly end: number;
  /** The number of the period that holds the start of a grain. */
  indexOf(start: number): number;
}

/**
 * The periods from that of the first purchase to that of the last day observed.
 *
 * A period is complete unless observation ends before its last day, or begins after its first because of `from`. The
 * first purchase does not begin a period: the log does not show how long the shop was open before it.
 *
 * @param observed - Start of the grain of the first purchase, and of the last grain observed.
 * @param bounds - The bounds with which the log was cut.
 * @throws ClvError `usage` where a grain is longer than the period.
 */
export function periodsOf(
  period: Period,
  observed: { readonly from: number; readonly end: number },
  bounds: { readonly grain?: Grain; readonly from?: Bound },
  zone: TimeZone,
): LogPeriods {
  const { grain = "day" } = bounds;
  requirePeriod(period, grain);
  const clock = periodClock(period);
  const dayOf = calendarDay(grain, zone);
  const end = endOfGrain(grain, observed.end, dayOf);
  const [first, last] = [clock.indexOf(dayOf(observed.from)), clock.indexOf(end - DAY)];
  const begin = bounds.from === undefined ? Number.NEGATIVE_INFINITY : firstWholeDay(bounds.from, zone);
  const length = last - first + 1;
  const complete = Array.from(
    { length },
    (_, k) => clock.startOf(first + k) >= begin && clock.startOf(first + k + 1) <= end,
  );
  return { period, first, length, complete, end, indexOf: (start) => clock.indexOf(dayOf(start)) };
}

/** The first calendar day that lies wholly after a bound. */
function firstWholeDay(from: Bound, zone: TimeZone): number {
  return Math.floor(zone.toCalendar(firstInstant(from, zone, "from") - 1) / DAY) * DAY + DAY;
}

/** Throws where a grain is longer than a period: its purchases may fall into the next one. */
function requirePeriod(period: Period, grain: Grain): void {
  if (grain === "year") {
    throw new ClvError("usage", {
      where: "--grain",
      expected: "a grain no longer than a month, because purchases merged by year cannot be divided into periods",
      got: grain,
      wayOut: "Use --grain month, or --grain day.",
    });
  }
  if (grain !== "month" || period !== "week") return;
  throw new ClvError("usage", {
    where: "--period",
    expected: "a period no shorter than the grain, which is a month",
    got: period,
    wayOut: "Use --period month, or --grain day.",
  });
}

/**
 * The calendar day on which a grain begins, in milliseconds. Grains of a day or longer begin at a calendar time,
 * shorter ones at an instant.
 */
export function calendarDay(grain: Grain, zone: TimeZone): (start: number) => number {
  if (grain === "hour" || grain === "none") return (start) => Math.floor(zone.toCalendar(start) / DAY) * DAY;
  return (start) => start;
}

/** The day after the last one of a grain. */
function endOfGrain(grain: Grain, start: number, dayOf: (start: number) => number): number {
  const day = dayOf(start);
  if (grain === "week") return day + 7 * DAY;
  if (grain === "month") return firstDayOf(monthNumber(day) + 1);
  if (grain === "year") return firstDayOf(monthNumber(day) + 12);
  return day + DAY;
}
