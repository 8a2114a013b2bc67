import type { ShownMoves, ShownSign, ShownSignKind } from "../../segments/on-page.ts";
import type { SignKind } from "../../segments/signs.ts";
import { h } from "../dom.ts";
import { renderFigure } from "../figure.ts";
import { flowsFigure, movesFigure } from "../figures/moves.ts";
import { countText, headWithCurrency, moneyText, percentText, quantityText } from "../number-text.ts";
import { type Cell, renderTable } from "../table.ts";
import { beforeMargin } from "./before-margin.ts";
import type { Section } from "./section.ts";

/** How customers move between segments, and whether that is as expected. */
export const moves: Section = {
  id: "moves",
  title: "How customers move",
  render: ({ moves: shown }) =>
    shown && [
      renderFigure(movesFigure(shown)),
      renderFigure(flowsFigure(shown)),
      h("details", {}, h("summary", {}, "The segments and their rules"), rules(shown)),
    ],
};

/** Customers who behave unlike themselves. */
export const signs: Section = {
  id: "signs",
  title: "Early signs",
  render: ({ moves: shown, worth, currency, margin }) => {
    if (shown === undefined || shown.signs.length === 0) return undefined;
    const stake = worth === "value" ? headWithCurrency("Value of a year", currency) : "Purchases of a year";
    return [
      h("p", { class: "quiet" }, `${asOf(shown)}${worth === "value" ? beforeMargin(margin) : ""}`),
      ...shown.signKinds.map((kind) => h("p", {}, sentence(kind, shown.period))),
      renderTable({
        caption: "Customers with an early sign, those with most at stake first",
        head: ["Customer", "Sign", stake, "P(purchase)", "Silent, days", "Usual gap", "p", "Beyond chance"],
        rows: shown.signs.map((sign, k) => row(sign, k, worth === "value")),
      }),
    ];
  },
};

/** The end of the last whole period, which may be before the end of the log. */
function asOf({ period, to }: ShownMoves): string {
  return `As of the end of ${to}, the last whole ${period}. Purchases after it do not count here.`;
}

const MEANING: Readonly<Record<SignKind, string>> = {
  silent: "have been silent for longer than nine of ten of their usual gaps",
  burst: "bought more in the last period than their earlier rhythm explains",
};

function sentence({ sign, tested, customers, significant, earlier }: ShownSignKind, period: string): string {
  const found = `${countText(customers)} of ${countText(tested)} customers ${MEANING[sign]}; ${significant === 0 ? "none" : countText(significant)} of them beyond chance, given their number.`;
  if (earlier === undefined || earlier.customers === 0) return found;
  const share = percentText(earlier.boughtSince / earlier.customers);
  return `${found} Of the ${countText(earlier.customers)} on the same list one ${period} earlier, ${countText(earlier.boughtSince)} (${share}) have bought since then, without any action.`;
}

function row(sign: ShownSign, place: number, inMoney: boolean): Cell[] {
  const { customer, atStake, probabilityOfPurchase, gap, usualGap, p, significant, purchases } = sign;
  const days = (value: number | undefined): Cell =>
    value === undefined ? "" : { value, text: countText(Math.round(value)) };
  return [
    customer ?? String(place + 1),
    sign.sign === "silent" ? "silent" : `burst of ${countText(purchases ?? 0)}`,
    { value: atStake, text: inMoney ? moneyText(atStake) : quantityText(atStake) },
    { value: probabilityOfPurchase, text: percentText(probabilityOfPurchase) },
    ...[days(gap), days(usualGap)],
    { value: p, text: p < 0.001 ? "<0.001" : p.toFixed(3) },
    significant ? "yes" : "",
  ];
}

function rules({ segments, customers, to }: ShownMoves): HTMLElement {
  return renderTable({
    caption: `Segments, their rules and customers at the end of ${to}`,
    head: ["Segment", "Rule", `Customers at the end of ${to}`],
    rows: segments.map(({ name, rule }, k) => [name, rule, { value: customers[k]!, text: countText(customers[k]!) }]),
  });
}
