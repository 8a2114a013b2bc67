import { ClvError } from "../errors.ts";
import { type Bound, firstInstant, type GrainClock, grainClock, lastInstant } from "./calendar.ts";
import { orderTimes } from "./order-times.ts";
import type { Grain } from "./time-unit.ts";
import type { TimeZone } from "./time-zone.ts";
import type { TransactionLog } from "./transaction-log.ts";
import { WholeSum } from "./whole-sum.ts";

/** First and last date observed, inclusive, and first date of the holdout. */
export interface Bounds {
  readonly from?: Bound;
  readonly until?: Bound;
  readonly split?: Bound;
}

/** The observed period. */
export interface Observation {
  readonly grain: Grain;
  readonly clock: GrainClock;
  /** First and last instant observed. */
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
 * The bounds as instants; a split becomes the start of its grain. This is all that is known of them before a log is
 * read.
 */
export function instantsOf(
  { from, until, split }: Bounds,
  grain: Grain,
  zone: TimeZone,
): { readonly from?: number; readonly until?: number; readonly split?: number } {
  const clock = grainClock(grain, zone);
  const window = {
    ...(from === undefined ? {} : { from: firstInstant(from, zone, "from") }),
    ...(until === undefined ? {} : { until: lastInstant(until, zone, "until") }),
  };
  if (window.from !== undefined && window.until !== undefined)
    requireOrder(window.from, window.until, { from: from!, until: until! });
  if (split === undefined) return window;
  const instant = firstInstant(split, zone, "split");
  const start = clock.startOf(instant);
  if (clock.startOf(instant - 1) === start && grain !== "none") {
    throw new ClvError("usage", {
      where: "split",
      expected: `the beginning of a ${grain}, because purchases within one ${grain} count as one`,
      got: split,
    });
  }
  return { ...window, split: start };
}

/** The observed period of a log under the options. */
export function observationOf(log: TransactionLog, grain: Grain, options: Bounds): Observation {
  const { zone } = log;
  const clock = grainClock(grain, zone);
  const known = instantsOf(options, grain, zone);
  const { from: first = Number.NEGATIVE_INFINITY, split } = known;
  const last =
    known.until ?? log.instant.reduce((latest, instant) => Math.max(latest, instant), Number.NEGATIVE_INFINITY);
  const end = clock.startOf(last);
  if (split === undefined) return { grain, clock, first, last, until: end, split: Number.POSITIVE_INFINITY, end };
  // If no row is observed, another error says so.
  if (log.instant.some((at) => at >= first && at <= last)) requireSplitWithin(split, end, options);
  return { grain, clock, first, last, until: clock.before(split), split, end };
}

/** Throws when observation would begin after it ends. */
function requireOrder(first: number, last: number, { from, until }: Bounds): void {
  if (from === undefined || until === undefined || first <= last) return;
  throw new ClvError("usage", { where: "from, until", expected: "dates in this order", got: [from, until] });
}

/** Throws when a split is after the last grain observed, which begins at `end`. */
export function requireSplitWithin(split: number, end: number, options: Bounds): void {
  if (split <= end) return;
  throw new ClvError("usage", {
    where: "split",
    expected: `a date up to the last one observed, ${new Date(end).toISOString().slice(0, 10)}`,
    got: options.split,
  });
}

/**
 * The start of the grain of each row, NaN where the row is not observed. Also the numbers of rows before and after,
 * with their value in millionths.
 */
export function startsOf(log: TransactionLog, observation: Observation) {
  const { clock, first, last } = observation;
  const placed = orderTimes(log, observation);
  const start = new Float64Array(log.length);
  let [before, after] = [0, 0];
  const [valueBefore, valueAfter] = [new WholeSum(), new WholeSum()];
  for (let k = 0; k < log.length; k++) {
    const instant = log.instant[k];
    if (instant < first) {
      before++;
      if (log.value) valueBefore.add(log.value[k]);
    } else if (instant > last) {
      after++;
      if (log.value) valueAfter.add(log.value[k]);
    }
    start[k] = instant < first || instant > last ? Number.NaN : clock.startOf(placed[k]);
  }
  return { start, before, after, valueBefore: valueBefore.value, valueAfter: valueAfter.value };
}
