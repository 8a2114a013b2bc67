import { count, counted, money, periodText, significant } from "../../number-words.ts";
import type { BaseInNumbers } from "../../run/base-in-numbers.ts";
import { list, section } from "./format.ts";

/** A customer base as text. */
export function reportBase(numbers: BaseInNumbers): string {
  const { customers, repeatBuyers, holdout, unit } = numbers;
  const rows: ([string, string] | false | undefined)[] = [
    ["customers", count(customers)],
    ["with a repeat purchase", `${count(repeatBuyers)} (${significant((100 * repeatBuyers) / customers, 3)} %)`],
    ["repeat purchases", count(numbers.repeatPurchases)],
    numbers.from !== undefined && ["first purchase", numbers.from],
    numbers.until !== undefined && [
      holdout ? "known as of" : "observed until",
      `${periodText(numbers.until, numbers.grain)}${holdout ? ", before the split" : ""}`,
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
