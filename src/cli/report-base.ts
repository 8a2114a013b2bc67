import { mean } from "simple-statistics";
import type { CustomerBase } from "../data/customer-base.ts";
import { weightedMedian } from "../math/weighted-median.ts";
import { count, counted, list, money, significant } from "./format.ts";
import { section } from "./outcome.ts";
import { day } from "./report-log.ts";

/** The customer base in numbers, for the report and for `--json`. */
export function baseInNumbers(base: CustomerBase): BaseInNumbers {
  const repeat = base.frequency.filter((x) => x > 0);
  const spend = base.monetaryValue?.filter((m) => !Number.isNaN(m));
  return {
    customers: base.length,
    repeatBuyers: repeat.length,
    repeatPurchases: repeat.reduce((sum, x) => sum + x, 0),
    unit: base.unit,
    grain: base.grain,
    ...(base.firstDate && { from: day(base.firstDate.reduce((least, time) => Math.min(least, time))) }),
    ...(base.until !== undefined && { until: day(base.until) }),
    medianT: median(base.T),
    ...(spend && spend.length > 0 && { meanMonetaryValue: mean([...spend]), medianMonetaryValue: median(spend) }),
    ...(base.holdout && {
      holdout: {
        duration: base.holdout.duration,
        purchases: base.holdout.frequency.reduce((sum, n) => sum + n, 0),
        ...(base.holdout.newCustomers !== undefined && { newCustomers: base.holdout.newCustomers }),
      },
    }),
  };
}

/** By the formula of the other way, to the last digit. */
function median(values: Float64Array): number {
  return weightedMedian(values, new Float64Array(values.length).fill(1));
}

export interface BaseInNumbers {
  readonly customers: number;
  readonly repeatBuyers: number;
  readonly repeatPurchases: number;
  readonly unit: string;
  readonly grain: string;
  readonly from?: string;
  readonly until?: string;
  readonly medianT: number;
  readonly meanMonetaryValue?: number;
  readonly medianMonetaryValue?: number;
  readonly holdout?: { readonly duration: number; readonly purchases: number; readonly newCustomers?: number };
}

export function reportBase(numbers: BaseInNumbers): string {
  const { customers, repeatBuyers, holdout, unit } = numbers;
  const rows: ([string, string] | false | undefined)[] = [
    ["customers", count(customers)],
    ["with a repeat purchase", `${count(repeatBuyers)} (${significant((100 * repeatBuyers) / customers, 3)} %)`],
    ["repeat purchases", count(numbers.repeatPurchases)],
    numbers.from !== undefined && ["first purchase", numbers.from],
    numbers.until !== undefined && [
      holdout ? "known as of" : "observed until",
      holdout ? `${numbers.until}, before the split` : numbers.until,
    ],
    ["median time observed", `${significant(numbers.medianT)} ${unit}s`],
    numbers.meanMonetaryValue !== undefined && [
      "value per repeat purchase",
      `mean ${money(numbers.meanMonetaryValue)}, median ${money(numbers.medianMonetaryValue!)}`,
    ],
    holdout && ["holdout", `${significant(holdout.duration)} ${unit}s, ${counted(holdout.purchases, "purchase")}`],
    holdout?.newCustomers !== undefined &&
      holdout.newCustomers > 0 && [
        "first seen in the holdout",
        `${counted(holdout.newCustomers, "customer")}, left out`,
      ],
  ];
  return section("Customer base", list(rows.filter((row) => typeof row === "object")));
}
