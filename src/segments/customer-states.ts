import type { Purchases } from "../data/merge-grains.ts";
import { calendarDay, type Period, periodClock } from "../data/periods.ts";
import type { Grain } from "../data/time-unit.ts";
import type { TimeZone } from "../data/time-zone.ts";
import type { Scheme } from "./scheme.ts";

/**
 * The purchases that determine the states of customers: those up to each of the periods `until`, of customers known in
 * the period `known`.
 */
export interface StatesQuestion {
  readonly period: Period;
  readonly grain: Grain;
  readonly known: number;
  /** One or more periods, ascending, none before `known`. */
  readonly until: readonly number[];
  /** The number of last orders needed one by one. */
  readonly depth: number;
}

/** The facts that determine the segment of each customer at the end of a period: columns in the order of the ids. */
export interface CustomerStates {
  readonly length: number;
  /** The number of the period of the last order. */
  readonly last: Float64Array;
  /** Orders to date. */
  readonly orders: Float64Array;
  /** Their value in millionths; 0 without values. */
  readonly spent: Float64Array;
  /** The period numbers of the last orders, newest first; NaN where a customer has fewer. */
  readonly slots: readonly Float64Array[];
}

/** The number of a customer's last orders that a scheme must know one by one. */
export function depthOf({ window, orderCuts }: Scheme): number {
  return window === Number.POSITIVE_INFINITY ? 0 : (orderCuts.at(-1) ?? 1);
}

/** The states of the customers of purchases in memory, at the end of each period. */
export function statesOf(purchases: Purchases, zone: TimeZone, question: StatesQuestion): CustomerStates[] {
  const clock = periodClock(question.period);
  const dayOf = calendarDay(question.grain, zone);
  const periods = purchases.start.map((at) => clock.indexOf(dayOf(at)));
  return question.until.map((until) => statesUntil(purchases, periods, question, until));
}

function statesUntil(
  { begin, value }: Purchases,
  periods: Float64Array,
  { known, depth }: StatesQuestion,
  until: number,
): CustomerStates {
  const table = (): Float64Array => new Float64Array(begin.length - 1);
  const [last, orders, spent] = [table(), table(), table()];
  const slots = Array.from({ length: depth }, table);
  let length = 0;
  for (let c = 0; c + 1 < begin.length; c++) {
    const from = begin[c];
    let end = begin[c + 1];
    while (end > from && periods[end - 1] > until) end--;
    if (end === from || periods[from] > known) continue;
    last[length] = periods[end - 1];
    orders[length] = end - from;
    if (value.length > 0) for (let i = from; i < end; i++) spent[length] += value[i];
    for (let back = 0; back < depth; back++)
      slots[back][length] = end - 1 - back < from ? Number.NaN : periods[end - 1 - back];
    length++;
  }
  const cut = (column: Float64Array): Float64Array => column.slice(0, length);
  return { length, last: cut(last), orders: cut(orders), spent: cut(spent), slots: slots.map(cut) };
}
