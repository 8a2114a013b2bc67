import { h } from "../dom.ts";
import { countText, moneyText } from "../number-text.ts";
import { renderTable } from "../table.ts";
import type { Section } from "./section.ts";

/** What was read, and what was left out. */
export const reading: Section = {
  id: "reading",
  title: "What was read",
  render: ({ reading, base, subject }) => {
    const cell = (value: number) => ({ value, text: countText(value) });
    const hasValues = reading?.value !== undefined;
    const worth = (value: number | undefined) =>
      hasValues ? [value === undefined ? "" : { value, text: moneyText(value) }] : [];
    return [
      h(
        "p",
        {},
        reading
          ? `${countText(reading.rows)} rows came down to ${countText(reading.purchases)} purchases of ${countText(base.customers)} customers. Every row is accounted for:`
          : `A customer base of ${countText(base.customers)} customers was read from ${subject}; the purchases behind it were not.`,
      ),
      h(
        "div",
        { class: "pair" },
        reading &&
          renderTable({
            caption: "What became of every row",
            head: ["Rows", "Count", ...(hasValues ? ["Worth"] : [])],
            rows: [
              ["Rows read", cell(reading.rows), ...worth(reading.value)],
              ["Purchases", cell(reading.purchases), ...worth(reading.purchasesValue)],
              ...reading.leftOut.map(({ what, rows, value }) => [
                what.charAt(0).toUpperCase() + what.slice(1),
                cell(rows),
                ...worth(value),
              ]),
            ],
          }),
        renderTable({
          caption: "The customer base",
          head: ["Customer base", "Count"],
          rows: [
            ["Customers", cell(base.customers)],
            ["Who bought again (repeat buyers)", cell(base.repeatBuyers)],
            ["Repeat purchases", cell(base.repeatPurchases)],
          ],
        }),
      ),
      reading?.notes.map((note) => h("p", { class: "quiet" }, note)),
    ];
  },
};
