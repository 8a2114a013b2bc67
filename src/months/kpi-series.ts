import { MILLION } from "../data/decimal.ts";
import { type LogPeriods, periodClock } from "../data/periods.ts";
import { WholeSum } from "../data/whole-sum.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";
import type { CohortCounts } from "./cohort-counts.ts";

/** Columns of the series that follow from the log alone; money in the unit of the log. */
export interface LogSeries {
  /** Of each period its name, such as `2024-05`. */
  readonly labels: readonly string[];
  /** Whether each was observed from its first day to its last. */
  readonly complete: readonly boolean[];
  /** Customers with a first purchase so far. */
  readonly customersToDate: Float64Array;
  /** Customers with a purchase: new + retained + reactivated. */
  readonly active: Float64Array;
  readonly new: Float64Array;
  /** Active in the period before too. */
  readonly retained: Float64Array;
  /** Neither new nor active in the period before. */
  readonly reactivated: Float64Array;
  readonly orders: Float64Array;
  /** Absent without values, as all money is. */
  readonly revenue?: Float64Array;
  /** Of customers in the period of their first purchase. */
  readonly revenueNew?: Float64Array;
  /** The contribution of the orders under a plan. */
  readonly contribution?: Float64Array;
  /** Revenue per order; NaN without orders. */
  readonly aov?: Float64Array;
  /** NaN without active customers. */
  readonly ordersPerActive: Float64Array;
  /** Retained over active in the period before; NaN where there were none. */
  readonly retentionRate: Float64Array;
  /** 1 − retention. A customer without an order in a month has not necessarily left. */
  readonly lapseRate: Float64Array;
  readonly repeatCustomersToDate: Float64Array;
  /** Customers with a second purchase so far, over customers so far. */
  readonly repurchaseRateToDate: Float64Array;
}

/**
 * The series of a log by period.
 *
 * @param counts By calendar.
 * @param termsOf The contribution terms of a cohort's orders; without them there is no contribution.
 */
export function logSeries(
  counts: CohortCounts,
  { period, first, length, complete }: LogPeriods,
  termsOf?: (cohort: number) => OrderTerms,
): LogSeries {
  const clock = periodClock(period);
  const column = (): Float64Array => new Float64Array(length);
  const [active, joined, retained, again, orders] = [column(), column(), column(), column(), column()];
  const sums = { revenue: wholeSums(length), revenueNew: wholeSums(length) };
  const hasValues = counts.value.length > 0;
  for (let k = 0; k < counts.length; k++) {
    const at = counts.at[k] - first;
    active[at] += counts.active[k];
    retained[at] += counts.retained[k];
    again[at] += counts.again[k];
    orders[at] += counts.orders[k];
    const isNew = counts.cohort[k] === counts.at[k];
    if (isNew) joined[at] += counts.active[k];
    if (!hasValues) continue;
    sums.revenue[at].add(counts.value[k]);
    if (isNew) sums.revenueNew[at].add(counts.value[k]);
  }
  const customersToDate = runningSum(joined);
  const repeatCustomersToDate = runningSum(again);
  const revenue = moneyOf(sums.revenue);
  const retentionRate = retained.map((n, k) => (k === 0 ? Number.NaN : n / active[k - 1]));
  return {
    labels: Array.from({ length }, (_, k) => clock.labelOf(first + k)),
    ...{ complete, customersToDate, active, new: joined, retained, orders },
    reactivated: active.map((n, k) => n - joined[k] - retained[k]),
    ...(hasValues && { revenue, revenueNew: moneyOf(sums.revenueNew), aov: quotient(revenue, orders) }),
    ...(hasValues && termsOf && { contribution: contributions(counts, first, length, termsOf) }),
    ordersPerActive: quotient(orders, active),
    ...{ retentionRate, lapseRate: retentionRate.map((rate) => 1 - rate) },
    ...{ repeatCustomersToDate, repurchaseRateToDate: quotient(repeatCustomersToDate, customersToDate) },
  };
}

/**
 * Contributions by period. The value and the orders of cohorts with equal terms are added before the terms apply, so
 * sums are exact.
 */
function contributions(
  counts: CohortCounts,
  first: number,
  length: number,
  termsOf: (cohort: number) => OrderTerms,
): Float64Array {
  const byTerms = new Map<string, { terms: OrderTerms; value: WholeSum[]; orders: Float64Array }>();
  for (let k = 0; k < counts.length; k++) {
    const terms = termsOf(counts.cohort[k]);
    const key = `${terms.s} ${terms.k}`;
    const group = byTerms.get(key) ?? { terms, value: wholeSums(length), orders: new Float64Array(length) };
    byTerms.set(key, group);
    group.value[counts.at[k] - first].add(counts.value[k]);
    group.orders[counts.at[k] - first] += counts.orders[k];
  }
  const out = new Float64Array(length);
  for (const { terms, value, orders } of byTerms.values()) {
    for (let k = 0; k < length; k++) out[k] += contributionOf(terms, value[k].value / MILLION, orders[k]);
  }
  return out;
}

/** s·value − k·orders, to the millionth. */
export function contributionOf({ s, k }: OrderTerms, value: number, orders: number): number {
  return toMillionth(s * value - k * orders);
}

/** Money in the unit of the log: whole millionths, divided once. */
export function toMillionth(money: number): number {
  return Math.round(money * MILLION) / MILLION;
}

function wholeSums(length: number): WholeSum[] {
  return Array.from({ length }, () => new WholeSum());
}

function moneyOf(sums: readonly WholeSum[]): Float64Array {
  return Float64Array.from(sums, (sum) => sum.value / MILLION);
}

function runningSum(column: Float64Array): Float64Array {
  let sum = 0;
  return column.map((n) => (sum += n));
}

/** NaN where there is nothing to divide by. */
function quotient(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((n, k) => (b[k] > 0 ? n / b[k] : Number.NaN));
}
