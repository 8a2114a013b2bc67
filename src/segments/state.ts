import type { Period } from "../data/periods.ts";
import type { Grain } from "../data/time-unit.ts";

/** The facts about a customer that determine the state at the end of a period, as a scheme of segments needs them. */
export interface StateQuestion {
  readonly period: Period;
  readonly grain: Grain;
  /** Periods that purchases count for, the present one included; ∞ for all to date. */
  readonly window: number;
  /** Numbers of orders at which a band of orders begins, rising, from 2 on; at most {@link MOST_ORDERS}. */
  readonly orderCuts: readonly number[];
  /** Mean values per order to date at which a band of values begins, rising, in millionths. */
  readonly valueCuts: readonly number[];
}

/** The greatest number at which a band of orders may begin. */
export const MOST_ORDERS = 12;

/** Groups of customers that are resampled as a whole. */
export const BLOCKS = 200;

/**
 * Runs: a run is the time from a period in which a customer buys to the next such period. Columns of one length; a row
 * stands for all equal runs. The run determines a customer's state between two purchases, so a customer needs no row
 * for each period.
 */
export interface Runs {
  readonly length: number;
  /** The number of the period in which the run begins. */
  readonly at: Float64Array;
  /** That of the customer's next purchase; `at` itself where there was none up to the last period asked for. */
  readonly to: Float64Array;
  /** 1 where it is the customer's first, else 0. */
  readonly first: Float64Array;
  /**
   * For each cut of orders, the periods between the cut-th order from the last and `at`. It is −1 where that order is
   * older than the window or does not exist. Without a window all that exist are 0.
   */
  readonly ages: readonly Float64Array[];
  /** The band of values at `at`. */
  readonly band: Float64Array;
  /** The bands of orders and of values at the end of `to`; 0 where there is none. */
  readonly toOrders: Float64Array;
  readonly toBand: Float64Array;
  /** The block of the customers, from 0. */
  readonly block: Float64Array;
  readonly customers: Float64Array;
  /** Orders in `to` and their value in millionths, of all these customers. */
  readonly orders: Float64Array;
  readonly worth: Float64Array;
}

/** The band of orders at the end of a period: how many cuts, the first order among them, are reached within the window. */
export function ordersBand(
  question: Pick<StateQuestion, "window" | "orderCuts">,
  at: number,
  ageOf: (cut: number) => number,
  period: number,
): number {
  const { window, orderCuts } = question;
  if (period - at >= window) return 0;
  let band = 1;
  for (; band <= orderCuts.length; band++) {
    const age = ageOf(band - 1);
    if (age < 0 || (window !== Number.POSITIVE_INFINITY && period - at + age >= window)) break;
  }
  return band;
}

/** The band of values: how many cuts the mean value per order reaches. */
export function valueBand(cuts: readonly number[], spent: number, orders: number): number {
  let band = 0;
  while (band < cuts.length && spent >= cuts[band] * orders) band++;
  return band;
}
