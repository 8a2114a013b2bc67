import { type Column, customerTable, identity, past, shareCell, worth } from "../customer-table.ts";
import { h } from "../dom.ts";
import { renderFigure } from "../figure.ts";
import { slippingFigure } from "../figures/slipping.ts";
import { moneyText, quantityText } from "../number-text.ts";
import type { SlippingRow } from "../report-data.ts";
import type { Section } from "./section.ts";

/** Who is slipping away: valuable, and P(alive) falling. */
export const slipping: Section = {
  id: "slipping",
  title: "Who is slipping away",
  render: (data) => {
    const { rows } = data.slipping;
    if (rows.length === 0) return h("p", {}, "Nobody: no customer's P(alive) has fallen.");
    const text = data.worth === "value" ? moneyText : quantityText;
    const fall: Column<SlippingRow>[] = [
      { head: "P(alive) then", cell: (row) => shareCell(row.probabilityAliveBefore) },
      { head: "now", cell: (row) => shareCell(row.probabilityAlive) },
      {
        head: data.worth === "value" ? "Value lost" : "Purchases lost",
        cell: ({ lost }) => ({ value: lost, text: text(lost) }),
      },
    ];
    return [
      h(
        "p",
        {},
        `Customers worth a call: by their silence most ${data.worth === "value" ? "value" : "purchases"} was lost. Lost is what the customer would be worth if alive for certain, times the fall of P(alive).`,
      ),
      renderFigure(slippingFigure(data.slipping, data.worth, data.unit)),
      customerTable("Customers slipping away", rows, [
        ...identity(data),
        ...fall,
        ...worth(data).slice(0, 1),
        ...past(data),
      ]),
    ];
  },
};
