import type { Grain, TimeUnit } from "../data/time-unit.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { FitData } from "../fit/fit-base.ts";
import { given } from "../given.ts";
import { sumNumbers } from "../math/sum.ts";
import { weightedMedian } from "../math/weighted-median.ts";
import type { Customers } from "./customers.ts";

/** A customer base in numbers. Ages are in `unit`s, values in the money unit of the log. */
export interface BaseInNumbers {
  readonly customers: number;
  readonly repeatBuyers: number;
  readonly repeatPurchases: number;
  readonly unit: TimeUnit;
  readonly grain: Grain;
  /** First purchase and end of observation, ISO days; absent in a base without dates. */
  readonly from?: string;
  readonly until?: string;
  readonly medianT: number;
  /** Over the customers with a repeat purchase; absent without values. */
  readonly meanMonetaryValue?: number;
  readonly medianMonetaryValue?: number;
  /** Present if the base ends before a holdout. */
  readonly holdout?: { readonly duration: number; readonly purchases: number; readonly newCustomers?: number };
}

/** Counts customers from their histories. */
export async function baseInNumbers(
  customers: Customers,
  { histories, values, about: { repeatPurchases } }: FitData,
): Promise<BaseInNumbers> {
  const { about } = customers;
  const { from, until, holdout } = about;
  const { frequency, T, count } = histories;
  const repeatBuyers = count.reduce((sum, n, k) => (frequency[k]! > 0 ? sum + n : sum), 0);
  const spend = values && withZeros(values.histories.monetaryValue, values.histories.count, values.zeroValued);
  return {
    customers: about.customers,
    ...{ repeatBuyers, repeatPurchases, unit: about.unit, grain: about.grain },
    ...given({ from: from === undefined ? from : isoDay(from), until: until === undefined ? until : isoDay(until) }),
    medianT: weightedMedian(T, count),
    ...(spend &&
      repeatBuyers > 0 && {
        meanMonetaryValue: sumNumbers(spend.value.map((m, k) => m * spend.count[k]!)) / repeatBuyers,
        medianMonetaryValue: weightedMedian(spend.value, spend.count),
      }),
    ...(holdout && {
      holdout: {
        duration: holdout.duration,
        purchases: (await customers.holdoutByFrequency()).reduce((sum, { actual }) => sum + actual, 0),
        ...given({ newCustomers: holdout.newCustomers }),
      },
    }),
  };
}

/** Repeat buyers whose purchases have value 0 have a mean value too. */
function withZeros(value: Float64Array, count: Float64Array, zeros: number) {
  if (zeros === 0) return { value, count };
  const after = (first: number, rest: Float64Array): Float64Array => {
    const all = new Float64Array(rest.length + 1);
    all[0] = first;
    all.set(rest, 1);
    return all;
  };
  return { value: after(0, value), count: after(zeros, count) };
}
