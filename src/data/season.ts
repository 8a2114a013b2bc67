import { dayOfYear, monthOfDay } from "./civil-day.ts";
import { DAY, type Grain, HOUR } from "./time-unit.ts";

/** The cycles whose index can be estimated: months and weeks of the year, days of the week. */
export const CYCLES = ["month", "week", "weekday"] as const;

/** A cycle of the calendar. Weeks are the 52 of a year from 1 January; the last has the one or two days that are left. */
export type Cycle = (typeof CYCLES)[number];

/** One index of a season. The factors of several multiply. */
export interface SeasonIndex {
  /** A cycle, or single days. */
  readonly by: Cycle | "day";
  /**
   * For a cycle, one factor for each period, from January, the first week, or Monday; else one for each of `days`. All
   * are > 0.
   */
  readonly factors: readonly number[];
  /** Days since 1970, rising. Every other day has the factor 1. */
  readonly days?: readonly number[];
  /** Covariance of the logarithms of estimated factors; absent where the user gave them. */
  readonly logCovariance?: readonly (readonly number[])[];
}

/** A season: how much faster customers buy on some days than on others. s(d) is the product of the indices. */
export type Season = readonly SeasonIndex[];

/** The number of periods of each cycle. */
export const PERIODS: Readonly<Record<Cycle, number>> = { month: 12, week: 52, weekday: 7 };

/** Mean days of a year in the calendar of 400 years. */
const YEAR_DAYS = 365.2425;
const MONTH_DAYS = [31, YEAR_DAYS - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The mean number of days of each period in one cycle. */
export function daysOfPeriods(cycle: Cycle): readonly number[] {
  if (cycle === "month") return MONTH_DAYS;
  return Array.from({ length: PERIODS[cycle] }, (_, k) => {
    if (cycle === "weekday") return 1;
    return k === PERIODS.week - 1 ? YEAR_DAYS - 7 * k : 7;
  });
}

/** The days of a cycle: a year, or a week. */
export function cycleDays(cycle: Cycle): number {
  return cycle === "weekday" ? 7 : YEAR_DAYS;
}

/**
 * The period of a cycle that holds a day.
 *
 * @param day - Days since 1970.
 * @example
 * periodOfDay("weekday", 0); // 3
 * periodOfDay("month", -1); // 11
 */
export function periodOfDay(cycle: Cycle, day: number): number {
  // 1970-01-01 was a Thursday.
  if (cycle === "weekday") return (((day + 3) % 7) + 7) % 7;
  if (cycle === "month") return ((monthOfDay(day) % 12) + 12) % 12;
  return Math.min(Math.floor(dayOfYear(day) / 7), PERIODS.week - 1);
}

/** The number of estimated parameters of a season. An index has one less than its factors, because their mean is 1. */
export function estimatedIn(season: Season): number {
  return season.reduce((sum, { factors, logCovariance }) => {
    return logCovariance === undefined ? sum : sum + factors.length - 1;
  }, 0);
}

/** s(d): the product of the factors of a day. */
function factorOfDay(season: Season): (day: number) => number {
  const parts = season.map(({ by, factors, days = [] }) => {
    if (by !== "day") return (day: number): number => factors[periodOfDay(by, day)];
    const given = new Map(days.map((day, k) => [day, factors[k]]));
    return (day: number): number => given.get(day) ?? 1;
  });
  return (day) => parts.reduce((product, part) => product * part(day), 1);
}

/**
 * Seasonal time, in which customers buy at a constant rate: τ(t) = ∫ s, in milliseconds. A purchase counts at the end
 * of its grain, so the days between purchases on days d and e are d + 1, …, e.
 */
export interface SeasonClock {
  /** τ of a calendar time. Only differences of τ have a meaning. */
  at(time: number): number;
  /** τ between the grains that begin at two times. */
  between(from: number, to: number): number;
  /** The increase of τ over a length of time after the grain that begins at `until`; ∞ for ∞. */
  ahead(until: number, length: number): number;
  /** The calendar time at which τ has grown by a given amount since another time. */
  reach(from: number, tau: number): number;
}

/** The last day in the calendar of JavaScript, 100 000 years from now, and so the end of every season. */
const FARTHEST = 3.6e7;

/**
 * The clock of a season. Every day has a whole number of milliseconds, so sums do not depend on where they begin. With
 * s ≡ 1 the clock is the calendar itself, to the last bit.
 *
 * @param grain - A purchase in a day, week or month stands for the whole of that grain.
 * @param near - Any time within the observation, in milliseconds since 1970.
 * @example
 * const calendar = seasonClock([], "day", 0);
 * calendar.between(0, 86_400_000); // 86400000
 */
export function seasonClock(season: Season, grain: Grain, near: number): SeasonClock {
  const factor = factorOfDay(season);
  const origin = Math.floor(near / DAY);
  const after = new Sums((k) => Math.round(DAY * factor(origin + k)));
  const before = new Sums((k) => Math.round(DAY * factor(origin - 1 - k)));
  const upTo = (day: number): number => (day >= origin ? after.of(day - origin) : -before.of(origin - day));
  const at = (time: number): number => {
    if (!(time < FARTHEST * DAY)) return Number.POSITIVE_INFINITY;
    const day = Math.floor(time / DAY);
    const rest = time - day * DAY;
    const whole = upTo(day);
    return rest === 0 ? whole : whole + Math.round(((upTo(day + 1) - whole) * rest) / DAY);
  };
  const end = endOf(grain);
  return {
    at,
    between: (from, to) => at(end(to)) - at(end(from)),
    ahead: (until, length) => at(end(until) + length) - at(end(until)),
    reach(from, tau) {
      const target = at(from) + tau;
      let day = Math.floor(from / DAY);
      while (upTo(day + 1) <= target) day++;
      const whole = upTo(day);
      return Math.max(from, day * DAY + ((target - whole) / (upTo(day + 1) - whole)) * DAY);
    },
  };
}

/** The end of the grain that begins at a time; of a single instant, itself. */
export function endOf(grain: Grain): (start: number) => number {
  switch (grain) {
    case "none":
      return (start) => start;
    case "hour":
      return (start) => start + HOUR;
    case "day":
      return (start) => start + DAY;
    case "week":
      return (start) => start + 7 * DAY;
    case "month":
      return (start) => new Date(start).setUTCMonth(new Date(start).getUTCMonth() + 1);
    case "year":
      return (start) => new Date(start).setUTCFullYear(new Date(start).getUTCFullYear() + 1);
  }
}

/** Sums of the first terms of a sequence. Those computed once are kept. */
class Sums {
  private readonly term: (k: number) => number;
  private readonly sums: number[] = [0];

  constructor(term: (k: number) => number) {
    this.term = term;
  }

  /** The sum of the first `count` terms. */
  of(count: number): number {
    const { sums } = this;
    for (let k = sums.length; k <= count; k++) sums.push(sums[k - 1] + this.term(k - 1));
    return sums[count];
  }
}
