import type { Purchases } from "../data/merge-grains.ts";
import { calendarDay } from "../data/periods.ts";
import { DAY, type Grain } from "../data/time-unit.ts";
import type { TimeZone } from "../data/time-zone.ts";

/** The purchases of customers in the first days from the first purchase on, in the order of their ids. */
export interface FirstWindow {
  /** Purchases, the first included. */
  readonly orders: Float64Array;
  /** Millionths; empty without values. */
  readonly value: Float64Array;
  /** 1 for a customer with all of these days within the observation, 0 for others. */
  readonly lived: Float64Array;
}

/**
 * Adds up the purchases of each customer from the day of the first one on, for a number of days.
 *
 * @param end the day after the last one observed, in milliseconds
 */
export function firstWindowOf(
  { begin, start, value }: Purchases,
  grain: Grain,
  zone: TimeZone,
  days: number,
  end: number,
): FirstWindow {
  const dayOf = calendarDay(grain, zone);
  const [orders, values, lived]: number[][] = [[], [], []];
  for (let c = 0; c + 1 < begin.length; c++) {
    const [from, until] = [begin[c], begin[c + 1]];
    if (from === until) continue;
    const last = dayOf(start[from]) + days * DAY;
    let [n, sum] = [0, 0];
    for (let i = from; i < until && dayOf(start[i]) < last; i++) {
      n++;
      if (value.length > 0) sum += value[i];
    }
    orders.push(n);
    if (value.length > 0) values.push(sum);
    lived.push(Number(last <= end));
  }
  return { orders: Float64Array.from(orders), value: Float64Array.from(values), lived: Float64Array.from(lived) };
}
