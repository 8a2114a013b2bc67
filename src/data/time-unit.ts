import { ClvError } from "../errors.ts";

/** Every time unit, shortest first. */
export const UNITS = ["hour", "day", "week", "month", "year"] as const;

/** The unit of recency, T and horizons. Grain and unit are two options, never one. */
export type TimeUnit = (typeof UNITS)[number];

/** Every grain, finest first. */
export const GRAINS = ["none", "hour", "day", "week", "month", "year"] as const;

/** Purchases of one customer within one grain count as one. */
export type Grain = (typeof GRAINS)[number];

/** Milliseconds in an hour. */
export const HOUR = 3_600_000;
/** Milliseconds in a day. */
export const DAY: number = 24 * HOUR;

/** Milliseconds in one of each unit: week = 7 days, month = 365.25/12 days, year = 365.25 days. All are whole numbers. */
export const UNIT_MILLISECONDS: Readonly<Record<TimeUnit, number>> = {
  hour: HOUR,
  day: DAY,
  week: 7 * DAY,
  month: (365.25 * DAY) / 12,
  year: 365.25 * DAY,
};

/**
 * A length of time measured in a unit. Every age, duration and horizon comes from this one division, so equal lengths are equal
 * doubles, and a longer one is never a smaller double.
 */
export function inUnits(milliseconds: number, unit: TimeUnit): number {
  return milliseconds / UNIT_MILLISECONDS[unit];
}

/** The length of a day to which ages are rounded: 0 where purchases are not merged by calendar days. */
export function dayOf(grain: Grain, unit: TimeUnit): number {
  return grain === "hour" || grain === "none" ? 0 : inUnits(DAY, unit);
}

/** The length of `amount` units. */
export function inMilliseconds(amount: number, unit: TimeUnit): number {
  return amount * UNIT_MILLISECONDS[unit];
}

/** The same length in a shorter unit, down to days, if it is less than one unit: 0.5 weeks are 3.5 days. */
export function readableLength(amount: number, unit: TimeUnit): { readonly amount: number; readonly unit: TimeUnit } {
  let k: number = UNITS.indexOf(unit);
  const inUnit = (): number => (amount * UNIT_MILLISECONDS[unit]) / UNIT_MILLISECONDS[UNITS[k]];
  while (k > 1 && inUnit() < 1) k--;
  return { amount: inUnit(), unit: UNITS[k] };
}

/** How the lengths between starts of grains are measured. */
export interface Measure {
  readonly unit: TimeUnit;
  /** Whether whole grains are counted, for models of opportunities, rather than time divided by the unit. */
  readonly discrete?: boolean | undefined;
}

/**
 * The length of a time between starts of grains: divided by the unit, or counted in grains of one unit each.
 *
 * For 400 years, starts of months lie within 3 days of whole multiples of the mean month. Starts of years lie within 4
 * days of whole multiples of the mean year, and starts of days and weeks exactly on theirs. So rounding the quotient
 * counts grains, and SQL does the same.
 */
export function lengthIn(milliseconds: number, { unit, discrete }: Measure): number {
  const length = inUnits(milliseconds, unit);
  return discrete ? Math.round(length) : length;
}

/** Grains that can be counted: those of calendar time, each as long as the unit of its name. */
export const COUNTED: readonly Grain[] = ["day", "week", "month", "year"];

/** Throws when grains should be counted but can't be, or are not the unit. */
export function requireCountable({ grain, unit, discrete }: Measure & { readonly grain: Grain }): void {
  if (!discrete) return;
  if (!COUNTED.includes(grain)) {
    throw new ClvError("usage", {
      where: "--grain",
      expected: "the time from one opportunity to the next: day, week, month or year",
      got: grain,
    });
  }
  if (unit === grain) return;
  throw new ClvError("usage", {
    where: "--unit",
    expected: `${grain}, because every ${grain} counts as one opportunity`,
    got: unit,
    wayOut: "Leave it out, or give the same unit and grain.",
  });
}

/**
 * Milliseconds in one tick. Starts of days, weeks, months and years are counted in days, which takes half the memory.
 */
export function tickOf(grain: Grain): number {
  return grain === "hour" || grain === "none" ? 1 : DAY;
}
