import type { BestCustomer } from "../predict/best-customer.ts";
import type { Horizon } from "../predict/horizon.ts";
import type { Worth } from "../predict/worth.ts";
import type { TotalsAhead } from "./finite-scores.ts";
import type { NetInNumbers } from "./net-in-numbers.ts";

/** Scores in numbers: totals and the most valuable customers. Money is in the unit of the log. */
export interface ScoresInNumbers extends TotalsAhead, Worth {
  readonly horizon: Horizon;
  /**
   * The most valuable customers, in descending order of net CLV with a plan, else of CLV, or of expected purchases
   * where there are no values.
   */
  readonly best: readonly BestCustomer[];
  /** With a plan of costs. */
  readonly net?: NetInNumbers;
}
