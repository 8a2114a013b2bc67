import type { CustomerBase } from "../../data/customer-base.ts";
import type { IntervalColumns } from "../../predict/interval-ends.ts";
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
  const { estimate, outcome } = scoreIntervals ?? {};
  const ends = (columns: IntervalColumns, k: number) => boundsOf({ low: columns.low[k], high: columns.high[k] });
  return (k) => ({
    rank: worth.rank(k),
    ...(!anonymous && { customer: customers[k] }),
    frequency: frequency[k],
    silence: T[k] - recency[k],
    ...(lastDate && { lastPurchase: isoDate(lastDate[k]) }),
    probabilityAlive: scores.probabilityAlive[k],
    expectedPurchases: scores.expectedPurchases[k],
    ...(outcome && { purchasesOutcome: ends(outcome.purchases, k) }),
    ...(value &&
      !Number.isNaN(value.clv[k]) && {
        expectedSpend: value.expectedSpend[k],
        value: {
          value: value.clv[k],
          ...(estimate?.clv && { estimate: ends(estimate.clv, k) }),
          ...(outcome?.value && { outcome: ends(outcome.value, k) }),
        },
      }),
  });
}
