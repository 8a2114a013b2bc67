import { type Column, customerTable, identity, past, purchasesOutcome, shareCell, worth } from "../customer-table.ts";
import { h } from "../dom.ts";
import { aheadText, headWithCurrency, moneyText, quantityText, settingText } from "../number-text.ts";
import type { CustomerRow } from "../report-data.ts";
import { headOf } from "../score-head.ts";
import type { Section } from "./section.ts";

/** The customers with the largest CLV. */
export const best: Section = {
  id: "best",
  title: "The best customers",
  render: (data) => {
    const horizon = aheadText(data.horizon);
    const future: Column<CustomerRow>[] = [
      ...(data.dropoutVisible
        ? [
            {
              head: headOf("probabilityAlive"),
              cell: ({ probabilityAlive }: CustomerRow) => shareCell(probabilityAlive),
            },
          ]
        : []),
      {
        head: "Purchases expected",
        cell: ({ expectedPurchases }) => ({ value: expectedPurchases, text: quantityText(expectedPurchases) }),
      },
      ...(data.worth === "value" ? [] : purchasesOutcome(data)),
    ];
    const spend: Column<CustomerRow>[] = [
      {
        head: headWithCurrency(headOf("expectedSpend"), data.currency),
        cell: ({ expectedSpend }) =>
          expectedSpend === undefined ? undefined : { value: expectedSpend, text: moneyText(expectedSpend) },
      },
    ];
    const outcome = data.worthMost.some(({ value, purchasesOutcome }) => value?.outcome ?? purchasesOutcome);
    return [
      h(
        "p",
        {},
        data.worth === "value"
          ? `Customers by CLV, their expected value in the next ${horizon}.`
          : `Customers by expected purchases in the next ${horizon}; the log has no values.`,
        outcome &&
          ` The outcome is what one customer will bring with ${settingText(data.level)} probability${
            data.worth === "value" && data.discountRate !== 0 ? ", not discounted" : ""
          }${data.worth === "value" ? "; the estimate is how well the expected number is known" : ""}.`,
      ),
      customerTable(
        data.worth === "value" ? "Customers with the highest value" : "Customers with the most expected purchases",
        data.worthMost,
        [...identity(data), ...worth(data), ...future, ...(data.worth === "value" ? spend : []), ...past(data)],
      ),
    ];
  },
};
