/** The ruler for recency, T and horizons. Grain and unit are two options, never one. */
export type TimeUnit = "hour" | "day" | "week" | "month" | "year";

/** Purchases of one customer within one grain count as one. */
export type Grain = "none" | "hour" | "day" | "week" | "month";

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
