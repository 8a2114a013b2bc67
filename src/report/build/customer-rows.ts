import type { CustomerBase } from "../../data/customer-base.ts";
import type { IntervalColumns } from "../../predict/interval-ends.ts";
import type { CustomerRow } from "../report-data.ts";
import { isoDate } from "./base-numbers.ts";
import { boundsOf } from "./bounds.ts";
import type { RankedWorth } from "./rank-worth.ts";
import type { CustomerIntervals, ReportInput } from "./report-input.ts";

/**
 * How a customer, by index in the base, becomes a row of a table.
 *
 * @param shown the customers in the tables
 */
export async function customerRows(
  { scores, scoreIntervals, anonymous }: ReportInput,
  { customers, frequency, recency, T, lastDate }: CustomerBase,
  worth: RankedWorth,
  shown: readonly number[],
): Promise<(customer: number) => CustomerRow> {
  const { value } = scores;
  const onDemand = scoreIntervals && "at" in scoreIntervals;
  const { estimate, outcome }: Partial<CustomerIntervals> =
    (onDemand ? await scoreIntervals.at(shown) : scoreIntervals) ?? {};
  const placeOf = onDemand ? new Map(shown.map((customer, place) => [customer, place])) : undefined;
  const ends = ({ low, high }: IntervalColumns, customer: number) => {
    const place = placeOf ? placeOf.get(customer)! : customer;
    return boundsOf({ low: low[place], high: high[place] });
  };
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
