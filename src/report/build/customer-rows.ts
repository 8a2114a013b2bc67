import type { CustomerBase } from "../../data/customer-base.ts";
import type { CustomerRow } from "../report-data.ts";
import { isoDate } from "./base-numbers.ts";
import { boundsOf } from "./bounds.ts";
import type { RankedWorth } from "./rank-worth.ts";
import type { ReportInput } from "./report-input.ts";

/** How a customer, by index in the base, becomes a row of a table. */
export function customerRows(
  { scores, scoreIntervals, anonymous }: ReportInput,
  { customers, frequency, recency, T, lastDate }: CustomerBase,
  worth: RankedWorth,
): (customer: number) => CustomerRow {
  const { value } = scores;
  const ends = scoreIntervals?.estimate.clv;
  return (k) => ({
    rank: worth.rank(k),
    ...(!anonymous && { customer: customers[k] }),
    frequency: frequency[k],
    silence: T[k] - recency[k],
    ...(lastDate && { lastPurchase: isoDate(lastDate[k]) }),
    probabilityAlive: scores.probabilityAlive[k],
    expectedPurchases: scores.expectedPurchases[k],
    ...(value &&
      !Number.isNaN(value.clv[k]) && {
        expectedSpend: value.expectedSpend[k],
        value: {
          value: value.clv[k],
          ...(ends && { estimate: boundsOf({ low: ends.low[k], high: ends.high[k] }) }),
        },
      }),
  });
}
