import { DAY } from "./time-unit.ts";

/** Repeat purchases by the day on which their grain begins. */
export interface RepeatsByDay {
  /** The first day, in days since 1970. */
  readonly from: number;
  /** One number for each day from there. */
  readonly counts: Float64Array;
}

/** The repeat purchases up to the day of a time, with that day. Later ones are in the holdout. */
export function repeatsUntil({ from, counts }: RepeatsByDay, until: number): RepeatsByDay {
  return { from, counts: counts.subarray(0, Math.max(0, Math.floor(until / DAY) - from + 1)) };
}
