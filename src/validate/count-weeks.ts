import { MILLION } from "../data/decimal.ts";
import { type Observation, observationOf } from "../data/observation.ts";
import { purchasesOf } from "../data/purchases.ts";
import type { RepeatsByDay } from "../data/repeats-by-day.ts";
import type { SummarizeOptions } from "../data/summarize.ts";
import { DAY } from "../data/time-unit.ts";
import type { TransactionLog } from "../data/transaction-log.ts";

/** Days in a step of the tracking. */
export const DAYS = 7;
export const STEP = DAYS * DAY;

/** The part of the observation that the weeks depend on. */
export type Observed = Pick<Observation, "clock" | "split" | "end">;

/** The weeks of a log: week k, from 0, is [from + 7k days, from + 7(k+1) days); whole weeks only. */
export interface Weeks {
  /** The first day with a purchase. */
  readonly from: number;
  readonly count: number;
}

/** The weeks from the first purchase of all to the end of observation. */
export function weeksOf(firstPurchase: number, { clock, end }: Observed): Weeks {
  const from = Math.floor(firstPurchase / DAY) * DAY;
  return { from, count: Math.floor((end + (end - clock.before(end)) - from) / STEP) };
}

/** The days of a log, as steps of one day. */
export function daysOf(firstPurchase: number, { end }: Pick<Observed, "end">): Weeks {
  const from = Math.floor(firstPurchase / DAY) * DAY;
  return { from, count: Math.floor(end / DAY) - from / DAY + 1 };
}

/**
 * Repeat purchases on each day by the customers known before the split: the data for the index of a season.
 *
 * @param firstPurchase - The first purchase of all in milliseconds since 1970: `from` of the report of `summarize`.
 * @param options - Those that `summarize` was given.
 * @example
 * const log = await readTransactions([
 *   { customer: "a", date: "2024-01-01" },
 *   { customer: "a", date: "2024-01-03" },
 * ]);
 * const { report } = summarize(log, { unit: "day" });
 * [...countRepeats(log, report.from, { unit: "day" }).counts]; // [0, 0, 1]
 */
export function countRepeats(log: TransactionLog, firstPurchase: number, options: SummarizeOptions): RepeatsByDay {
  const { from, count } = daysOf(firstPurchase, observationOf(log, options.grain ?? "day", options));
  return { from: from / DAY, counts: countSteps(log, { from, count }, DAY, options).counts };
}

/** Repeat purchases of the customers known before the split, by week. */
export interface WeekSums {
  readonly counts: Float64Array;
  /** Value of those from the split on; absent without a split, and in a log without values. */
  readonly value?: Float64Array;
}

/** Repeat purchases in each week by the customers known before the split. */
export function countWeeks(log: TransactionLog, weeks: Weeks, options: SummarizeOptions): WeekSums {
  return countSteps(log, weeks, STEP, options);
}

function countSteps(log: TransactionLog, { from, count }: Weeks, step: number, options: SummarizeOptions): WeekSums {
  const { purchases, observation } = purchasesOf(log, options);
  const { begin, start, value: of } = purchases;
  const counts = new Float64Array(count);
  const value = options.split !== undefined && of.length > 0 ? new Float64Array(count) : undefined;
  for (let c = 0; c + 1 < begin.length; c++) {
    if (!(begin[c] < begin[c + 1] && start[begin[c]] < observation.split)) continue;
    for (let i = begin[c] + 1; i < begin[c + 1]; i++) {
      const week = Math.floor((start[i] - from) / step);
      if (week >= count) continue;
      counts[week]++;
      if (value && start[i] >= observation.split) value[week] += of[i];
    }
  }
  return { counts, ...(value && { value: value.map((sum) => sum / MILLION) }) };
}
