import type { BestCustomer } from "../predict/best-customer.ts";
import type { Horizon } from "../predict/horizon.ts";
import type { Worth } from "../predict/worth.ts";
import type { TotalsAhead } from "./finite-scores.ts";
import type { NetInNumbers } from "./net-in-numbers.ts";

/** Scores in numbers: totals and the customers worth most. Money is in the unit of the log. */
export interface ScoresInNumbers extends TotalsAhead, Worth {
  readonly horizon: Horizon;
  /** The customers worth most first: by net CLV with a plan, else by CLV, or by expected purchases where there are no values. */
  readonly best: readonly BestCustomer[];
  /** With a plan of costs. */
  readonly net?: NetInNumbers;
}
