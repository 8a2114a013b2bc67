import type { ColumnsOf } from "./score-sheet.ts";

/** The number of most valuable customers shown. */
export const BEST = 10;

/**
 * One of the most valuable customers, with the scores. The score at the next opportunity and scores of value appear
 * only where they exist, net values only with a plan.
 */
export interface BestCustomer
  extends ColumnsOf<"purchases", number>,
    Partial<ColumnsOf<"next", number> & ColumnsOf<"value", number> & ColumnsOf<"net", number>> {
  readonly customer: string;
}
