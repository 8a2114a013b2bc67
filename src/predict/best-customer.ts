import type { ColumnsOf } from "./score-sheet.ts";

/** How many of the customers worth most are shown. */
export const BEST = 10;

/** One of the customers worth most, with the scores: those of the next opportunity and of values only where there are any, net values only with a plan. */
export interface BestCustomer
  extends ColumnsOf<"purchases", number>,
    Partial<ColumnsOf<"next", number> & ColumnsOf<"value", number> & ColumnsOf<"net", number>> {
  readonly customer: string;
}
