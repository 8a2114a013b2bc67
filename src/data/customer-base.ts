import type { Grain, TimeUnit } from "./time-unit.ts";

/**
 * The customer base: the RFM table of a log, one row per customer, as columns of one length.
 *
 * Sorted by customer id in code-point order, so the base does not depend on the order of the log's rows.
 */
export interface CustomerBase {
  readonly length: number;
  readonly customers: readonly string[];
  /** x: repeat purchases. */
  readonly frequency: Float64Array;
  /** t_x: age at the last purchase, in `unit`s; 0 when x = 0. */
  readonly recency: Float64Array;
  /** T: age at the end of observation, in `unit`s. */
  readonly T: Float64Array;
  /** m: mean value per repeat purchase, NaN when x = 0; absent when the log has no values. */
  readonly monetaryValue?: Float64Array;
  /**
   * Σ ln of the times between purchases, in `unit`s; 0 when x = 0, a multiple of 2⁻⁴⁴ while it is below 512. Models of
   * regular purchases are compared with it. Absent unless requested, or read from a file with such a column.
   */
  readonly litt?: Float64Array;
  /** Value of the first purchase, in money units. Absent unless requested, and in a log without values. */
  readonly firstValue?: Float64Array;
  /**
   * First and last purchase: the start of its grain, in milliseconds since 1970. The grains day, week, month and year
   * have calendar time; hour and none have UTC. Recency is the difference of the two. Absent in a base read without
   * dates.
   */
  readonly firstDate?: Float64Array;
  readonly lastDate?: Float64Array;
  /** The actual purchases after the split, if there is a split. */
  readonly holdout?: Holdout;
  readonly unit: TimeUnit;
  readonly grain: Grain;
  /** End of observation: start of the last grain observed, on the clock of `firstDate`; absent in a base read without dates. */
  readonly until?: number;
}

/** The part of a log after the split, for the customers known before it. */
export interface Holdout {
  /** Length of the holdout, in `unit`s. */
  readonly duration: number;
  /** Purchases in the holdout. */
  readonly frequency: Float64Array;
  /** Mean value per holdout purchase, NaN when there is none; absent when the log has no values. */
  readonly monetaryValue?: Float64Array;
  /** The number of customers first seen in the holdout, who are not in the base. Absent in a base read from a file. */
  readonly newCustomers?: number;
}
