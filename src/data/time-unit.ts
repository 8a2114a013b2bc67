/** Every time unit, shortest first. */
export const UNITS = ["hour", "day", "week", "month", "year"] as const;

/** The unit of recency, T and horizons. Grain and unit are two options, never one. */
export type TimeUnit = (typeof UNITS)[number];

/** Every grain, finest first. */
export const GRAINS = ["none", "hour", "day", "week", "month"] as const;

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

/** The length of `amount` units. */
export function inMilliseconds(amount: number, unit: TimeUnit): number {
  return amount * UNIT_MILLISECONDS[unit];
}

/** Milliseconds in one tick: starts of days, weeks and months are counted in days, which is half the memory. */
export function tickOf(grain: Grain): number {
  return grain === "hour" || grain === "none" ? 1 : DAY;
}
