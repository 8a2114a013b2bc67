import { h } from "../dom.ts";
import { countText, headWithCurrency, moneyText } from "../number-text.ts";
import { renderTable } from "../table.ts";
import type { Section } from "./section.ts";

/** The rows that were read and those that were left out. */
export const reading: Section = {
  id: "reading",
  title: "What was read",
  render: ({ reading, base, subject, currency }) => {
    const cell = (value: number) => ({ value, text: countText(value) });
    const hasValues = reading?.value !== undefined;
    const worth = (value: number | undefined) =>
      hasValues ? [value === undefined ? "" : { value, text: moneyText(value) }] : [];
    return [
      h(
        "p",
        {},
        reading
          ? `${countText(reading.rows)} rows of ${subject} gave ${countText(reading.purchases)} purchases of ${countText(base.customers)} customers. Every row is accounted for:`
          : `A customer base of ${countText(base.customers)} customers was read from ${subject}, without its purchases.`,
      ),
      h(
        "div",
        { class: "pair" },
        reading &&
          renderTable({
            caption: "How every row was used",
            head: ["Rows", "Count", ...(hasValues ? [headWithCurrency("Worth", currency)] : [])],
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
            ["Repeat buyers (bought again)", cell(base.repeatBuyers)],
            ["Repeat purchases", cell(base.repeatPurchases)],
          ],
        }),
      ),
      reading?.rejected &&
        reading.rejected.length > 0 &&
        renderTable({
          caption: "Rejected rows by reason",
          head: [
            "Rejected because",
            "Rows",
            ...(reading.rejected.some(({ value }) => value !== undefined) ? [headWithCurrency("Worth", currency)] : []),
          ],
          rows: reading.rejected.map(({ reason, rows, value }) => [
            reason,
            cell(rows),
            value === undefined ? undefined : { value, text: moneyText(value) },
          ]),
        }),
      reading?.notes.map((note) => h("p", { class: "quiet" }, note)),
    ];
  },
};
