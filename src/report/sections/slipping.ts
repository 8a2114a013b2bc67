import { type Column, customerTable, identity, intervalColumn, past, shareCell, worth } from "../customer-table.ts";
import { type Child, h } from "../dom.ts";
import { renderFigure } from "../figure.ts";
import { slippingFigure } from "../figures/slipping.ts";
import {
  countText,
  dateText,
  headWithCurrency,
  moneyText,
  percentText,
  quantityText,
  settingText,
} from "../number-text.ts";
import type { ReportData, Slipping, SlippingRow, Worth } from "../report-data.ts";
import type { Section } from "./section.ts";

/** The valuable customers whose P(alive) is falling. */
export const slipping: Section = {
  id: "slipping",
  title: "Who is slipping away",
  render: (data) => {
    const { rows } = data.slipping;
    if (!data.dropoutVisible) return undefined;
    if (rows.length === 0) return h("p", {}, noneSlipping(data.slipping));
    const level = settingText(data.level);
    const text = data.worth === "value" ? moneyText : quantityText;
    const fall: Column<SlippingRow>[] = [
      { head: "P(alive) then", cell: (row) => shareCell(row.probabilityAliveBefore) },
      { head: "now", cell: (row) => shareCell(row.probabilityAlive) },
      ...intervalColumn(`Estimate of now, ${level}`, rows, (row) => row.aliveEstimate, percentText),
      {
        head: data.worth === "value" ? headWithCurrency("Value lost", data.currency) : "Purchases lost",
        cell: ({ lost }) => ({ value: lost, text: text(lost) }),
      },
      ...intervalColumn(`Estimate of lost, ${level}`, rows, (row) => row.lostEstimate, text),
    ];
    return [
      h(
        "p",
        {},
        `Customers to call: their silence has cost the most ${data.worth === "value" ? "value" : "purchases"}. ${lossText(data.worth)}, times the fall of P(alive).${
          rows.some((row) => row.lostEstimate)
            ? " The order follows the low end of the estimate, the loss that is almost certain."
            : ""
        }${leftOut(data.slipping)}`,
      ),
      cameBack(data),
      renderFigure(slippingFigure(data.slipping, data.worth, data.unit, data.level, data.currency)),
      customerTable("Customers slipping away", rows, [
        ...identity(data),
        ...fall,
        ...worth(data).slice(0, 1),
        ...past(data),
      ]),
    ];
  },
};

/** The quantity whose fall is the loss. */
export function lossText(worth: Worth): string {
  return `The loss is the ${worth === "value" ? "value" : "expected purchases"} of the customer if alive`;
}

function noneSlipping({ inconclusive = 0 }: Slipping): string {
  return inconclusive > 0
    ? `No customer for certain: P(alive) of ${countText(inconclusive)} customers may have fallen, but the data are not conclusive for any of them.`
    : "No customer: P(alive) has fallen for none.";
}

function leftOut({ inconclusive = 0 }: Slipping): string {
  if (inconclusive === 0) return "";
  return inconclusive === 1
    ? " Left out is 1 customer with a larger expected loss, for whom the data are not conclusive."
    : ` Left out are ${countText(inconclusive)} customers with a larger expected loss, for whom the data are not conclusive.`;
}

/** The value of a call: customers who come back by themselves need none. */
function cameBack({ slipping: { cameBack, cameBackSince, rows }, validation, base }: ReportData): Child {
  if (cameBackSince && validation) {
    const { listed, customers, expected } = cameBackSince;
    return h(
      "p",
      {},
      `Of the ${countText(listed)} customers on the same list as of ${dateText(validation.split)}, ${countText(customers)} bought again by themselves until ${dateText(validation.until)}; the model expected ${quantityText(expected)}.`,
    );
  }
  if (!cameBack) {
    const how = validation ? "score at the split with --score-at split" : "hold out the end of the log with --split";
    return h("p", { class: "quiet" }, `To see how many customers of such a list come back without a call, ${how}.`);
  }
  const after = validation && base.until ? ` from ${dateText(validation.split)} to ${dateText(validation.until)}` : "";
  return h(
    "p",
    {},
    `This list is as of the split. Of its ${countText(rows.length)} customers, ${countText(cameBack.customers)} bought again anyway in the holdout${after}; the model expected ${quantityText(cameBack.expected)}.`,
  );
}
