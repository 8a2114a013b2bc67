import { type Column, customerTable, identity, past, shareCell, worth } from "../customer-table.ts";
import { h } from "../dom.ts";
import { durationText, moneyText, quantityText } from "../number-text.ts";
import type { CustomerRow } from "../report-data.ts";
import { headOf } from "../score-head.ts";
import type { Section } from "./section.ts";

/** Who is worth most. */
export const best: Section = {
  id: "best",
  title: "Who is worth most",
  render: (data) => {
    const horizon = durationText(data.horizon.amount, data.horizon.unit);
    const future: Column<CustomerRow>[] = [
      { head: headOf("probabilityAlive"), cell: ({ probabilityAlive }) => shareCell(probabilityAlive) },
      {
        head: `Purchases in ${horizon}`,
        cell: ({ expectedPurchases }) => ({ value: expectedPurchases, text: quantityText(expectedPurchases) }),
      },
    ];
    const spend: Column<CustomerRow>[] = [
      {
        head: headOf("expectedSpend"),
        cell: ({ expectedSpend }) =>
          expectedSpend === undefined ? undefined : { value: expectedSpend, text: moneyText(expectedSpend) },
      },
    ];
    return [
      h(
        "p",
        {},
        data.worth === "value"
          ? `Customers by CLV: the value expected of them in the next ${horizon}.`
          : `Customers by the purchases expected of them in the next ${horizon}; the log has no values.`,
      ),
      customerTable("Customers worth most", data.worthMost, [
        ...identity(data),
        ...worth(data),
        ...future,
        ...(data.worth === "value" ? spend : []),
        ...past(data),
      ]),
    ];
  },
};
