import { ClvError } from "../errors.ts";
import { MILLION } from "./decimal.ts";
import { returnsMatcher } from "./match-returns.ts";
import type { SortedLog } from "./sort-log.ts";

/** The purchases of a log: one row for each customer and grain, by customer and time. */
export interface Purchases extends SortedLog {
  /** The number of rows of the log in each purchase. */
  readonly rows: Uint32Array;
  /** The number of rows in grains that returns bring to 0 or below. Such grains are not purchases. */
  readonly cancelled: number;
  /** The number of such grains. */
  readonly cancelledGrains: number;
  /** The number of customers with rows but without a purchase. */
  readonly withoutPurchase: number;
  /** Σ of the values of all rows of each customer, in millionths; empty without values. */
  readonly worth: Float64Array;
}

/** The earlier purchases that a return lowers, besides those of its grain. */
export interface ReturnsRule {
  /** Whether returns also lower earlier purchases. */
  readonly match: boolean;
  /** Start of the holdout. A return from then on lowers no purchase before it, because it was unknown at the split. */
  readonly split: number;
}

/**
 * Merges the adjacent rows of one customer and grain into one purchase with the sum of their values. A grain with returns and a sum of 0
 * or below is not a purchase.
 *
 * With `match`, the rest of a return that exceeds its grain lowers earlier purchases of the customer, the newest first, until it is used
 * up. A purchase without a rest is removed.
 *
 * Purchases overwrite the columns of `log`; writing never overtakes reading.
 */
export function mergeGrains(log: SortedLog, { match, split }: ReturnsRule): Purchases {
  const { customers, start, value } = log;
  const hasValues = value.length > 0;
  const begin = new Uint32Array(log.begin.length);
  const rows = new Uint32Array(start.length);
  const worth = new Float64Array(hasValues ? begin.length - 1 : 0);
  let [kept, cancelled, cancelledGrains, withoutPurchase] = [0, 0, 0, 0];
  const cancel = (n: number): void => {
    cancelled += n;
    cancelledGrains++;
  };
  const matcher = match && hasValues ? returnsMatcher(split, value, rows, cancel) : undefined;
  for (let c = 0; c + 1 < begin.length; c++) {
    const stop = log.begin[c + 1];
    if (hasValues) requireExact(customers[c] ?? "", value, log.begin[c], stop);
    matcher?.next();
    for (let i = log.begin[c]; i < stop; ) {
      const grain = start[i];
      const first = i;
      let [net, returned] = [0, false];
      for (; i < stop && start[i] === grain; i++) {
        if (!hasValues) continue;
        net += value[i];
        if (value[i] < 0) returned = true;
      }
      if (hasValues) worth[c] += net;
      if (net < 0) matcher?.take(-net, grain);
      if (returned && net <= 0) {
        cancel(i - first);
        continue;
      }
      if (net > 0) matcher?.add(kept, grain);
      start[kept] = grain;
      if (hasValues) value[kept] = net;
      rows[kept++] = i - first;
    }
    if (matcher) kept = closeUp(start, value, rows, begin[c], kept);
    begin[c + 1] = kept;
    if (begin[c] === kept && log.begin[c] < stop) withoutPurchase++;
  }
  return { customers, begin, start, value, rows, cancelled, cancelledGrains, withoutPurchase, worth };
}

/** Moves the purchases from `first` to `end` that still have rows together; returns their end. */
function closeUp(start: Float64Array, value: Float64Array, rows: Uint32Array, first: number, end: number): number {
  let to = first;
  for (let k = first; k < end; k++) {
    if (rows[k] === 0) continue;
    start[to] = start[k];
    value[to] = value[k];
    rows[to++] = rows[k];
  }
  return to;
}

/** Throws when the values of a customer cannot be summed exactly in every order. */
function requireExact(customer: string, value: Float64Array, begin: number, stop: number): void {
  let bound = 0;
  for (let i = begin; i < stop; i++) bound += Math.abs(value[i]);
  if (bound <= Number.MAX_SAFE_INTEGER) return;
  throw new ClvError("data", {
    where: `customer ${JSON.stringify(customer.slice(0, 80))}`,
    expected: "values that add up to less than 2^53 millionths (9.0e9)",
    got: bound / MILLION,
    wayOut: 'Use a larger unit of money, e.g. --value "amount / 1000".',
  });
}
