import type { Purchases } from "./merge-grains.ts";
import { calendarDay } from "./periods.ts";
import { DAY, type Grain } from "./time-unit.ts";
import type { TimeZone } from "./time-zone.ts";

/**
 * Calendar days from the first purchase to the second of each customer, in the order of the ids; NaN for a customer
 * with one purchase.
 */
export function daysToSecond(
  { begin, start }: Pick<Purchases, "begin" | "start">,
  grain: Grain,
  zone: TimeZone,
): Float64Array {
  const dayOf = calendarDay(grain, zone);
  const days: number[] = [];
  for (let c = 0; c + 1 < begin.length; c++) {
    const [first, end] = [begin[c], begin[c + 1]];
    if (first === end) continue;
    days.push(end - first > 1 ? (dayOf(start[first + 1]) - dayOf(start[first])) / DAY : Number.NaN);
  }
  return Float64Array.from(days);
}
