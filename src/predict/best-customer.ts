import type { ColumnsOf } from "./score-sheet.ts";

/** How many of the customers worth most are shown. */
export const BEST = 10;

/** One of the customers worth most, with the scores: those of values only where there are any. */
export interface BestCustomer extends ColumnsOf<"purchases", number>, Partial<ColumnsOf<"value", number>> {
  readonly customer: string;
}
