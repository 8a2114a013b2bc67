import { ClvError } from "../errors.ts";
import { dateReader, isWholeDay } from "./date-text.ts";
import { DAY, type Grain, HOUR, lengthIn, type TimeUnit } from "./time-unit.ts";
import { type TimeZone, timeZone } from "./time-zone.ts";

/** A bound of the observation: ISO text, an instant in milliseconds since 1970 UTC, or a date. */
export type Bound = string | number | Date;

/**
 * The clock that cuts grains and measures ages. Days, weeks (from Monday), months and years are cut and measured in calendar time, where
 * every day has 24 hours. Hours and single instants are measured in elapsed time, so a change of the clocks has no effect.
 */
export interface GrainClock {
  /** Start of the grain that holds an instant, on this clock, in milliseconds since 1970. */
  startOf(instant: number): number;
  /** Start of the last grain before the one that begins at `start`; `start` itself where the grain is `none`. */
  before(start: number): number;
}

/** A Monday: 1970-01-01 was a Thursday. */
export const MONDAY: number = -3 * DAY;

/** The clock of a grain in a zone. */
export function grainClock(grain: Grain, zone: TimeZone): GrainClock {
  const { toCalendar } = zone;
  switch (grain) {
    case "none":
      return { startOf: (instant) => instant, before: (start) => start };
    case "hour":
      return {
        // Zones differ from UTC by whole minutes, not whole hours: an hour begins on the local clock.
        startOf: (instant) => instant - modulo(toCalendar(instant), HOUR),
        before: (start) => start - HOUR,
      };
    case "day":
      return {
        startOf: (instant) => Math.floor(toCalendar(instant) / DAY) * DAY,
        before: (start) => start - DAY,
      };
    case "week":
      return {
        startOf: (instant) => {
          const calendar = toCalendar(instant);
          return calendar - modulo(calendar - MONDAY, 7 * DAY);
        },
        before: (start) => start - 7 * DAY,
      };
    case "month":
      return { startOf: (instant) => startOfMonth(toCalendar(instant)), before: (start) => startOfMonth(start - DAY) };
    case "year":
      return { startOf: (instant) => startOfYear(toCalendar(instant)), before: (start) => startOfYear(start - DAY) };
  }
}

/**
 * The number of grains of a unit that began after the one that begins at `birth`, up to a calendar time. They are the
 * customer's opportunities until then.
 */
export function countedAge(birth: number, time: number, unit: TimeUnit): number {
  const { startOf } = grainClock(unit, CALENDAR);
  return lengthIn(startOf(time) - birth, { unit, discrete: true });
}

/** For times that are already calendar times. */
const CALENDAR = timeZone("UTC");

/** The first day of the month that holds a time on the calendar. */
export function startOfMonth(calendar: number): number {
  // `Date.UTC` reads the year 1 as 1901, so it is not used.
  const day = Math.floor(calendar / DAY);
  return (day - new Date(calendar).getUTCDate() + 1) * DAY;
}

function startOfYear(calendar: number): number {
  return new Date(0).setUTCFullYear(new Date(calendar).getUTCFullYear(), 0, 1);
}

function modulo(a: number, b: number): number {
  return a - Math.floor(a / b) * b;
}

/** The first instant of a bound. For a date without a time, that is its midnight in the zone. */
export function firstInstant(bound: Bound, zone: TimeZone, where: string): number {
  const instant =
    typeof bound === "string" ? dateReader("iso", zone)(bound) : typeof bound === "number" ? bound : bound.getTime();
  if (!(Math.abs(instant) < Number.POSITIVE_INFINITY)) {
    throw new ClvError("usage", {
      where,
      expected: "a date such as 2024-05-31 or a time such as 2024-05-31T18:30:00+02:00",
      got: bound,
    });
  }
  return instant;
}

/** The last instant of a bound. For a date without a time, that is the millisecond before the next midnight. */
export function lastInstant(bound: Bound, zone: TimeZone, where: string): number {
  const instant = firstInstant(bound, zone, where);
  if (typeof bound !== "string" || !isWholeDay(bound)) return instant;
  return zone.toInstant(zone.toCalendar(instant) + DAY) - 1;
}
