import { requireAccounted } from "./accounted.ts";
import type { Bound } from "./calendar.ts";
import type { CustomerBase } from "./customer-base.ts";
import { MILLION } from "./decimal.ts";
import { logTicks, StepSums, stepsOfGap } from "./litt.ts";
import type { SummaryValue } from "./log-value.ts";
import { mergeGrains, type Purchases } from "./merge-grains.ts";
import { noPurchase } from "./no-purchase.ts";
import { observationOf, startsOf } from "./observation.ts";
import { lastDayOf, type OpenPeriod } from "./open-period.ts";
import { type SortedLog, sortLog } from "./sort-log.ts";
import { countDays, type DatesReport, datesReport, datesToCount, rowsToCount } from "./stray-dates.ts";
import { DAY, type Grain, lengthIn, requireCountable, type TimeUnit, tickOf } from "./time-unit.ts";
import type { TransactionLog } from "./transaction-log.ts";
import { WholeSum } from "./whole-sum.ts";

export interface SummarizeOptions {
  /** `day` when left out. */
  readonly grain?: Grain;
  readonly unit: TimeUnit;
  /**
   * Whether ages count whole grains after the first: opportunities, for models that count them. The unit is then that
   * of the grain: day, week, month or year. Default false.
   */
  readonly discrete?: boolean;
  /** First date observed; rows before it are left out. */
  readonly from?: Bound;
  /** Last date observed, inclusive; the last date of the log when left out. */
  readonly until?: Bound;
  /** First date of the holdout: the base is observed up to the last grain before it. */
  readonly split?: Bound;
  /**
   * Whether to sum the logarithms of the times between purchases, which the comparison of models of regular purchases
   * needs. Default false.
   */
  readonly litt?: boolean;
  /** Whether to keep the value of each first purchase, which revenue to date needs. Default false. */
  readonly firstValue?: boolean;
  /** The present time, in milliseconds since 1970: rows after it are counted. The library itself reads no clock. */
  readonly now?: number;
}

/** The use of every row of the log: `rows = before + after + used + merged + cancelled + newInHoldout`. */
export interface SummaryReport extends DatesReport {
  readonly rows: number;
  /** Rows before `from`. */
  readonly before: number;
  /** Rows after `until`. */
  readonly after: number;
  /** Purchases of the base: one row of each grain with a purchase, holdout included. */
  readonly used: number;
  /** Rows merged into another of the same customer and grain. */
  readonly merged: number;
  /** Rows of grains that returns bring to 0 or below, which are not purchases. */
  readonly cancelled: number;
  /** Such grains. */
  readonly cancelledGrains: number;
  /** Rows of customers first seen in the holdout, who are not in the base. */
  readonly newInHoldout: number;
  /** The number of customers whose grains are all cancelled. They are not in the base. */
  readonly withoutPurchase: number;
  /** Purchases of the base with value 0. */
  readonly zeroValued: number;
  /** Money of the rows by their use; absent in a log without values. */
  readonly value?: SummaryValue;
  /**
   * Starts of three grains: the first with a purchase, the last of the base, and the last observed, with the holdout.
   */
  readonly from: number;
  readonly until: number;
  readonly end: number;
  /** Whether `until` is the last date of the log rather than a bound from the user. */
  readonly untilFromLog: boolean;
  /** Start of the last day observed, holdout included: `end`, or a later day of the same week, month or year. */
  readonly lastDay: number;
  /** The last opportunity, if opportunities are counted and it was not over when observation ended. */
  readonly open?: OpenPeriod;
}

/** A customer base, and the use of the rows of its log. */
export interface Summary {
  readonly base: CustomerBase;
  readonly report: SummaryReport;
}

/**
 * Makes the customer base of a log: x, t_x, T and m of every customer.
 *
 * Purchases of one customer within one grain are one purchase with the sum of their values. A grain that returns bring
 * to 0 or below is not a purchase. Ages are differences between starts of grains, in whole milliseconds, divided once
 * by the milliseconds of the unit. So 272 days are 272/7 weeks to the last bit. With `discrete` ages count grains.
 * Values are sums of integer millionths, so nothing depends on the order of rows: m = Σ/(x·10⁶), one division.
 *
 * With a split, the base is observed up to the last grain before it. The purchases of its customers from there to `until` are the
 * holdout: CDNOW's `split: "1997-10-01"` gives T up to 1997-09-30 and a holdout of 273 days = 39 weeks to 1998-06-30.
 *
 * @param log - Transactions in any order, see {@link readTransactions}.
 * @returns The base, sorted by customer id, and the counts of the log's rows by their use, which include every row.
 * @throws {ClvError} When there is no purchase to observe, a bound is no date, or `split` is not the beginning of a grain.
 *
 * @example
 * const log = await readTransactions([
 *   { customer: "0001", date: "2024-01-01", value: 20 },
 *   { customer: "0001", date: "2024-01-15", value: 10 },
 *   { customer: "0001", date: "2024-01-15", value: 5 },
 *   { customer: "0002", date: "2024-01-29", value: 8 },
 * ]);
 * const { base, report } = summarize(log, { unit: "week" });
 * base.customers; // ["0001", "0002"]
 * Array.from(base.frequency); // [1, 0]
 * Array.from(base.recency); // [2, 0]
 * Array.from(base.T); // [4, 0]
 * Array.from(base.monetaryValue); // [15, NaN]
 * report.merged; // 1
 */
export function summarize(log: TransactionLog, options: SummarizeOptions): Summary {
  const { grain = "day", unit, discrete } = options;
  const measure = { unit, discrete };
  requireCountable({ grain, ...measure });
  const observation = observationOf(log, grain, options);
  const { until, split, end } = observation;
  const { start, before, after, valueBefore, valueAfter } = startsOf(log, observation);
  const sorted = sortLog(log, start);
  // The purchases overwrite these columns afterwards.
  const latest = latestOf(sorted);
  const purchases = mergeGrains(sorted, { match: log.returns === "match", split });
  const { length, customers, frequency, total, firstTotal, firstDate, lastDate, later, laterTotal, litt, ...counts } =
    countPurchases(purchases, split, options.litt ? logOfGap(grain, unit) : undefined);
  const { used, merged, newInHoldout, zeroValued } = counts;
  const { cancelled, cancelledGrains, withoutPurchase } = purchases;
  const elsewhere = { before, after, newInHoldout, cancelled };
  if (length === 0) {
    const { rejected, returnsDropped } = log.report;
    throw noPurchase({ rows: log.length, ...elsewhere, returnsDropped }, rejected);
  }
  const hasValues = log.value !== undefined;
  const holdout = {
    duration: lengthIn(end - until, measure),
    frequency: later,
    ...(hasValues ? { monetaryValue: means(laterTotal, later) } : {}),
    newCustomers: counts.newCustomers,
  };
  const base: CustomerBase = {
    length,
    customers,
    frequency,
    recency: lastDate.map((date, k) => lengthIn(date - firstDate[k], measure)),
    T: firstDate.map((date) => lengthIn(until - date, measure)),
    ...(hasValues ? { monetaryValue: means(total, frequency) } : {}),
    ...(litt && { litt }),
    ...(hasValues && options.firstValue && { firstValue: firstTotal.map((total) => total / MILLION) }),
    firstDate,
    lastDate,
    ...(options.split === undefined ? {} : { holdout }),
    unit,
    grain,
    until,
  };
  requireAccounted("summary", log.length, { ...elsewhere, used, merged });
  const report = {
    ...{ rows: log.length, before, after, used, merged, cancelled, cancelledGrains, newInHoldout, withoutPurchase },
    zeroValued: hasValues ? zeroValued : 0,
    ...(hasValues && {
      value: {
        before: valueBefore / MILLION,
        after: valueAfter / MILLION,
        used: counts.valueUsed / MILLION,
        merged: counts.valueMerged / MILLION,
        newInHoldout: counts.valueNew / MILLION,
        returnsUnused: counts.returnsUnused / MILLION,
        customersReturningAll: counts.returningAll,
      },
    }),
    ...{ from: firstDate.reduce((least, date) => Math.min(least, date)), until, end },
    untilFromLog: options.until === undefined,
    ...lastDayOf(observation.last, log.zone, options),
    ...datesOf(log, start, [firstDate, latest], end, options),
  };
  return { base, report };
}

/** Start of the last grain of each customer with rows. */
function latestOf({ begin, start }: SortedLog): Float64Array {
  const last = new Float64Array(begin.length - 1);
  let length = 0;
  for (let c = 0; c + 1 < begin.length; c++) if (begin[c] < begin[c + 1]) last[length++] = start[begin[c + 1] - 1];
  return last.subarray(0, length);
}

/** Dates that may be mistyped, by the first and the last dates of customers. */
function datesOf(
  log: TransactionLog,
  start: Float64Array,
  ends: readonly Float64Array[],
  end: number,
  options: SummarizeOptions,
): DatesReport {
  const days = countDays(ends);
  const found = datesToCount(days, end, options);
  const counts = rowsToCount(found).map((where) => {
    const there = (k: number): boolean => {
      if ("after" in where) return log.instant[k] > where.after;
      const day = Math.floor(start[k] / DAY);
      return "upTo" in where ? day <= where.upTo : day >= where.from;
    };
    let rows = 0;
    for (let k = 0; k < log.length; k++) if (!Number.isNaN(start[k]) && there(k)) rows++;
    return rows;
  });
  return datesReport(days, found, counts);
}

/** ln of the time between two starts, in steps. */
function logOfGap(grain: Grain, unit: TimeUnit): (milliseconds: number) => number {
  const tick = tickOf(grain);
  const logUnit = logTicks(unit, tick);
  return (milliseconds) => stepsOfGap(milliseconds / tick, logUnit);
}

/** The purchases of each customer of the base before and after the split, with sums in millionths. */
function countPurchases(
  { customers: ids, begin, start, value, rows, worth }: Purchases,
  split: number,
  logOfGap: ((milliseconds: number) => number) | undefined,
) {
  const customers: string[] = [];
  const size = begin.length - 1;
  const columns = Array.from({ length: 7 }, () => new Float64Array(size));
  const [frequency, total, firstDate, lastDate, later, laterTotal, firstTotal] = columns as [
    Float64Array,
    ...Float64Array[],
  ];
  const logs = logOfGap && new StepSums(size);
  const counts = { used: 0, merged: 0, newInHoldout: 0, newCustomers: 0, zeroValued: 0, returningAll: 0 };
  const [usedSum, mergedSum, newSum, unusedSum] = [new WholeSum(), new WholeSum(), new WholeSum(), new WholeSum()];
  let length = 0;
  for (let c = 0; c < size; c++) {
    const [first, stop] = [begin[c], begin[c + 1]];
    let [kept, merged] = [0, 0];
    for (let i = first; i < stop && value.length > 0; i++) {
      kept += value[i];
      if (rows[i] > 1) merged += value[i];
    }
    if (value.length > 0) unusedSum.add(kept - worth[c]);
    if (first === stop) continue;
    if (start[first] >= split) {
      newSum.add(kept);
      counts.newCustomers++;
      for (let i = first; i < stop; i++) counts.newInHoldout += rows[i];
      continue;
    }
    usedSum.add(kept);
    mergedSum.add(merged);
    if (worth[c] <= 0 && kept > worth[c]) counts.returningAll++;
    const k = length++;
    for (let i = first; i < stop; i++) {
      counts.merged += rows[i] - 1;
      if (value[i] === 0) counts.zeroValued++;
      if (start[i] >= split) {
        later![k]++;
        laterTotal![k] += value[i];
        continue;
      }
      if (i > first && logs) logs.add(k, logOfGap!(start[i] - start[i - 1]));
      lastDate![k] = start[i];
      if (i === first) {
        if (value.length > 0) firstTotal![k] = value[i];
        continue;
      }
      frequency[k]++;
      total![k] += value[i];
    }
    counts.used += stop - first;
    firstDate![k] = start[first];
    if (ids.length > 0) customers.push(ids[c]);
  }
  const cut = (column: Float64Array | undefined): Float64Array => column!.slice(0, length);
  return {
    ...{ length, customers, frequency: cut(frequency), total: cut(total), firstDate: cut(firstDate) },
    ...{
      lastDate: cut(lastDate),
      later: cut(later),
      laterTotal: cut(laterTotal),
      firstTotal: cut(firstTotal),
      ...counts,
    },
    ...(logs && { litt: logs.logarithms(length) }),
    ...{ valueUsed: usedSum.value, valueMerged: mergedSum.value },
    ...{ valueNew: newSum.value, returnsUnused: unusedSum.value },
  };
}

/** Σ/(n·10⁶) where n > 0: the mean in money units of a sum in millionths, by one division. */
function means(sum: Float64Array, n: Float64Array): Float64Array {
  return sum.map((total, k) => (n[k] > 0 ? total / (n[k] * MILLION) : Number.NaN));
}
