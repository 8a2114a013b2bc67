import type { Purchases } from "../data/merge-grains.ts";
import { calendarDay, type Period, periodClock } from "../data/periods.ts";
import { DAY, type Grain } from "../data/time-unit.ts";
import type { TimeZone } from "../data/time-zone.ts";
import { WholeSum } from "../data/whole-sum.ts";

/** How time is counted in the life of a cohort: by periods of the calendar, or by windows of every customer's own age. */
export type CohortClock = "calendar" | "age";

/** Days in a window of age. */
export const AGE_DAYS = 30;

/**
 * The purchases of the customers of each cohort, by period or by window of age. The columns have one length, and are
 * sorted by cohort and then by time. A cohort is the period of the first purchase. Only cells with a purchase have a
 * row.
 */
export interface CohortCounts {
  readonly length: number;
  /** The number of the period of the first purchase. */
  readonly cohort: Float64Array;
  /** The number of the period, or of the window of age from 0. */
  readonly at: Float64Array;
  /** Customers with a purchase. */
  readonly active: Float64Array;
  /** Of these, those with a purchase in the period or window before too. */
  readonly retained: Float64Array;
  /** Of these, the customers who made their second purchase here. */
  readonly again: Float64Array;
  readonly orders: Float64Array;
  /** Millionths, whole; empty without values. */
  readonly value: Float64Array;
}

/** Customers by the day of their first purchase, sorted. */
export interface FirstDays {
  readonly length: number;
  /** Milliseconds since 1970 on the calendar. */
  readonly day: Float64Array;
  readonly customers: Float64Array;
}

/** The options for counting the purchases of a log. */
export interface CohortQuestion {
  readonly period: Period;
  readonly clock: CohortClock;
  readonly grain: Grain;
  /** The day after the last one observed, in milliseconds. */
  readonly end: number;
}

const COLUMNS = ["cohort", "at", "active", "retained", "again", "orders", "value"] as const;

/**
 * Counts the cohorts of purchases in memory. By age, a window counts only for a customer who was observed for the whole
 * of it.
 */
export function countCohorts(
  { begin, start, value }: Purchases,
  zone: TimeZone,
  { period, clock, grain, end }: CohortQuestion,
): CohortCounts {
  const periods = periodClock(period);
  const dayOf = calendarDay(grain, zone);
  const cells = new Map<number, Cell>();
  const hasValues = value.length > 0;
  for (let c = 0; c + 1 < begin.length; c++) {
    const [from, until] = [begin[c], begin[c + 1]];
    if (from === until) continue;
    const first = dayOf(start[from]);
    const cohort = periods.indexOf(first);
    const lived = livedWindows(first, end);
    const timeOf = (day: number): number => (clock === "calendar" ? periods.indexOf(day) : windowOf(day, first));
    let before = Number.NaN;
    for (let i = from; i < until; ) {
      const at = timeOf(dayOf(start[i]));
      const opens = i;
      let sum = 0;
      for (; i < until && timeOf(dayOf(start[i])) === at; i++) if (hasValues) sum += value[i];
      if (clock === "age" && at >= lived) break;
      const cell = cellOf(cells, cohort, at);
      cell.active++;
      cell.orders += i - opens;
      if (before === at - 1) cell.retained++;
      if (opens - from < 2 && i - from >= 2) cell.again++;
      if (hasValues) cell.value.add(sum);
      before = at;
    }
  }
  const sorted = [...cells.values()].sort((a, b) => a.cohort - b.cohort || a.at - b.at);
  const column = (name: (typeof COLUMNS)[number]): Float64Array =>
    name === "value"
      ? Float64Array.from(hasValues ? sorted : [], (cell) => cell.value.value)
      : Float64Array.from(sorted, (cell) => cell[name]);
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, column(name)]));
  return { length: sorted.length, ...(columns as Omit<CohortCounts, "length">) };
}

/** Counts the customers of purchases in memory by the day of the first one. */
export function countFirstDays({ begin, start }: Purchases, grain: Grain, zone: TimeZone): FirstDays {
  const dayOf = calendarDay(grain, zone);
  const counts = new Map<number, number>();
  for (let c = 0; c + 1 < begin.length; c++) {
    if (begin[c] === begin[c + 1]) continue;
    const day = dayOf(start[begin[c]]);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  const day = Float64Array.from(counts.keys()).sort();
  return { length: day.length, day, customers: day.map((at) => counts.get(at)!) };
}

/** The number of whole windows of age of a customer by the end of observation. */
export function livedWindows(first: number, end: number): number {
  return windowOf(end, first);
}

function windowOf(day: number, first: number): number {
  return Math.floor((day - first) / (AGE_DAYS * DAY));
}

interface Cell {
  readonly cohort: number;
  readonly at: number;
  active: number;
  retained: number;
  again: number;
  orders: number;
  readonly value: WholeSum;
}

function cellOf(cells: Map<number, Cell>, cohort: number, at: number): Cell {
  const key = keyOf(cohort, at);
  let cell = cells.get(key);
  if (cell === undefined) {
    cell = { cohort, at, active: 0, retained: 0, again: 0, orders: 0, value: new WholeSum() };
    cells.set(key, cell);
  }
  return cell;
}

/** Both are whole numbers of less than 2²⁴. */
function keyOf(cohort: number, at: number): number {
  return cohort * 2 ** 24 + at;
}
