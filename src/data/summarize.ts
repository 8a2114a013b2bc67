import { ClvError } from "../errors.ts";
import { type Bound, firstInstant, type GrainClock, grainClock, lastInstant } from "./calendar.ts";
import type { CustomerBase } from "./customer-base.ts";
import { MILLION } from "./decimal.ts";
import { sortLog } from "./sort-log.ts";
import { type Grain, type TimeUnit, UNIT_MILLISECONDS } from "./time-unit.ts";
import type { TransactionLog } from "./transaction-log.ts";

export interface SummarizeOptions {
  /** `day` when left out. */
  readonly grain?: Grain;
  readonly unit: TimeUnit;
  /** First date observed; rows before it are left out. */
  readonly from?: Bound;
  /** Last date observed, inclusive; the last date of the log when left out. */
  readonly until?: Bound;
  /** First date of the holdout: the base is observed up to the last grain before it. */
  readonly split?: Bound;
}

/** What became of every row of the log: `rows = before + after + used + merged + cancelled + newInHoldout`. */
export interface SummaryReport {
  readonly rows: number;
  /** Rows before `from`. */
  readonly before: number;
  /** Rows after `until`. */
  readonly after: number;
  /** Purchases of the base: one row of each grain with a purchase, holdout included. */
  readonly used: number;
  /** Rows merged into another of the same customer and grain. */
  readonly merged: number;
  /** Rows of grains that returns bring to 0 or below: no purchases. */
  readonly cancelled: number;
  /** Such grains. */
  readonly cancelledGrains: number;
  /** Rows of customers first seen in the holdout, who are not in the base. */
  readonly newInHoldout: number;
  /** Customers all of whose grains are cancelled: not in the base. */
  readonly withoutPurchase: number;
  /** Purchases of the base with value 0. */
  readonly zeroValued: number;
  /** Start of the first grain with a purchase, of the last one of the base, and of the last one observed, holdout included. */
  readonly from: number;
  readonly until: number;
  readonly end: number;
  /** Whether `until` is the last date of the log rather than asked for. */
  readonly untilFromLog: boolean;
}

/** A customer base, and what became of the rows it was made from. */
export interface Summary {
  readonly base: CustomerBase;
  readonly report: SummaryReport;
}

interface Window {
  readonly clock: GrainClock;
  readonly first: number;
  readonly last: number;
  /** Start of the last grain of the base. */
  readonly until: number;
  /** Start of the first grain of the holdout; ∞ without one. */
  readonly split: number;
  /** Start of the last grain observed, holdout included. */
  readonly end: number;
}

/**
 * Makes the customer base of a log: x, t_x, T and m of every customer.
 *
 * Purchases of one customer within one grain are one purchase with the sum of their values; a grain that returns bring to 0 or
 * below is none. Ages are differences between starts of grains, in whole milliseconds, divided once by those of the unit:
 * 272 days are 272/7 weeks to the last bit. Values are sums of integer millionths, so nothing depends on the order of rows:
 * m = Σ/(x·10⁶), one division.
 *
 * With a split the base is observed up to the last grain before it, and what its customers did from there to `until` is the
 * holdout: CDNOW's `split: "1997-10-01"` gives T up to 1997-09-30 and a holdout of 273 days = 39 weeks to 1998-06-30.
 */
export function summarize(log: TransactionLog, options: SummarizeOptions): Summary {
  const { grain = "day", unit } = options;
  const window = windowOf(log, grain, options);
  const { until, split, end } = window;
  const { start, before, after } = startsOf(log, window);
  const sorted = sortLog(log, start);
  const size = sorted.customers.length;
  const customers: string[] = [];
  const column = (): Float64Array<ArrayBuffer> => new Float64Array(size);
  const [frequency, total, firstDate, lastDate, later, laterTotal] = [
    column(),
    column(),
    column(),
    column(),
    column(),
    column(),
  ];
  const counts = {
    used: 0,
    merged: 0,
    cancelled: 0,
    cancelledGrains: 0,
    newInHoldout: 0,
    withoutPurchase: 0,
    zeroValued: 0,
  };
  let newCustomers = 0;
  for (let c = 0; c < size; c++) {
    const [begin, stop] = [sorted.begin[c]!, sorted.begin[c + 1]!];
    if (begin === stop) continue;
    requireExact(sorted.customers[c]!, sorted.value, begin, stop);
    const k = customers.length;
    let [x, sum, y, laterSum, first, last] = [-1, 0, 0, 0, 0, 0];
    let [kept, grains, zeros] = [0, 0, 0];
    for (let i = begin; i < stop; ) {
      const at = sorted.start[i]!;
      let net = 0;
      let returned = false;
      const from = i;
      for (; i < stop && sorted.start[i] === at; i++) {
        if (log.value === undefined) continue;
        net += sorted.value[i]!;
        if (sorted.value[i]! < 0) returned = true;
      }
      if (returned && net <= 0) {
        counts.cancelled += i - from;
        counts.cancelledGrains++;
        continue;
      }
      kept += i - from;
      grains++;
      if (log.value !== undefined && net === 0) zeros++;
      if (at >= split) {
        y++;
        laterSum += net;
      } else if (x++ < 0) first = last = at;
      else {
        sum += net;
        last = at;
      }
    }
    if (x < 0) {
      counts.newInHoldout += kept;
      if (y > 0) newCustomers++;
      else counts.withoutPurchase++;
      continue;
    }
    counts.used += grains;
    counts.merged += kept - grains;
    counts.zeroValued += zeros;
    customers.push(sorted.customers[c]!);
    frequency[k] = x;
    total[k] = sum;
    firstDate[k] = first;
    lastDate[k] = last;
    later[k] = y;
    laterTotal[k] = laterSum;
  }
  const length = customers.length;
  if (length === 0) {
    throw new ClvError("data", {
      where: "log",
      expected: "at least one purchase to observe",
      got: `none in ${log.length} rows`,
    });
  }
  const ruler = UNIT_MILLISECONDS[unit];
  const mean = (sum: Float64Array, x: Float64Array): Float64Array =>
    sum.subarray(0, length).map((s, k) => (x[k]! > 0 ? s / (x[k]! * MILLION) : Number.NaN));
  const hasValues = log.value !== undefined;
  const base: CustomerBase = {
    length,
    customers,
    frequency: frequency.slice(0, length),
    recency: lastDate.subarray(0, length).map((date, k) => (date - firstDate[k]!) / ruler),
    T: firstDate.subarray(0, length).map((date) => (until - date) / ruler),
    ...(hasValues ? { monetaryValue: mean(total, frequency) } : {}),
    firstDate: firstDate.slice(0, length),
    lastDate: lastDate.slice(0, length),
    ...(options.split === undefined
      ? {}
      : {
          holdout: {
            duration: (end - until) / ruler,
            frequency: later.slice(0, length),
            ...(hasValues ? { monetaryValue: mean(laterTotal, later) } : {}),
            newCustomers,
          },
        }),
    unit,
    grain,
    until,
  };
  const from = base.firstDate!.reduce((least, date) => Math.min(least, date));
  return {
    base,
    report: { rows: log.length, before, after, ...counts, from, until, end, untilFromLog: options.until === undefined },
  };
}

/** The part of time observed. */
function windowOf(log: TransactionLog, grain: Grain, options: SummarizeOptions): Window {
  const { zone } = log;
  const clock = grainClock(grain, zone);
  const first = options.from === undefined ? Number.NEGATIVE_INFINITY : firstInstant(options.from, zone, "from");
  const last =
    options.until === undefined
      ? log.instant.reduce((latest, instant) => Math.max(latest, instant), Number.NEGATIVE_INFINITY)
      : lastInstant(options.until, zone, "until");
  const end = clock.startOf(last);
  if (options.split === undefined) return { clock, first, last, until: end, split: Number.POSITIVE_INFINITY, end };
  const instant = firstInstant(options.split, zone, "split");
  const split = clock.startOf(instant);
  if (clock.startOf(instant - 1) === split && grain !== "none") {
    throw new ClvError("usage", {
      where: "split",
      expected: `the beginning of a ${grain}, since purchases within one ${grain} are one`,
      got: options.split,
    });
  }
  if (!(split <= end)) {
    throw new ClvError("usage", { where: "split", expected: "a date up to the last one observed", got: options.split });
  }
  return { clock, first, last, until: clock.before(split), split, end };
}

/** Start of the grain of each row, NaN outside the window. */
function startsOf(log: TransactionLog, { clock, first, last }: Window) {
  const start = new Float64Array(log.length);
  let [before, after] = [0, 0];
  for (let k = 0; k < log.length; k++) {
    const instant = log.instant[k]!;
    if (instant < first) before++;
    else if (instant > last) after++;
    start[k] = instant < first || instant > last ? Number.NaN : clock.startOf(instant);
  }
  return { start, before, after };
}

/** Throws when the values of a customer cannot be summed exactly, whatever their order. */
function requireExact(customer: string, value: Float64Array, begin: number, stop: number): void {
  let bound = 0;
  for (let i = begin; i < stop && i < value.length; i++) bound += Math.abs(value[i]!);
  if (bound <= Number.MAX_SAFE_INTEGER) return;
  throw new ClvError("data", {
    where: `customer ${JSON.stringify(customer.slice(0, 80))}`,
    expected: "values that add up to less than 2^53 millionths (9.0e9)",
    got: bound / MILLION,
    wayOut: 'Use a larger money unit, e.g. --value "amount / 1000".',
  });
}
