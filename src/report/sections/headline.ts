import { h } from "../dom.ts";
import { aheadText, countText, headWithCurrency, largeText, percentText, settingText } from "../number-text.ts";
import type { Quantity, ReportData } from "../report-data.ts";
import { interval, number } from "../table.ts";
import type { Section } from "./section.ts";

/** Purchases to come, customer equity, and the repeat buyers alive. */
export const headline: Section = {
  id: "headline",
  title: "What to expect",
  render: (data) => {
    const { aliveAgain, purchases, equity, withoutValue } = data.headline;
    const { repeatBuyers, customers } = data.base;
    const horizon = aheadText(data.horizon);
    const shown = [purchases, equity, data.dropoutVisible && aliveAgain];
    const sure = shown.some((quantity) => quantity && (quantity.estimate ?? quantity.outcome));
    return [
      h(
        "div",
        { class: "tiles" },
        tile("purchases", "Purchases to come", purchases, `expected in the next ${horizon}`),
        equity &&
          tile(
            "equity",
            headWithCurrency("Customer equity", data.currency),
            equity,
            `value expected in the next ${horizon}${terms(data)}`,
          ),
        data.dropoutVisible &&
          tile(
            "alive",
            "Repeat buyers alive",
            aliveAgain,
            `${percentText(aliveAgain.value / repeatBuyers)} of the ${countText(repeatBuyers)} customers who bought again`,
          ),
      ),
      sure &&
        h(
          "p",
          { class: "quiet" },
          `With ${settingText(data.level)} probability, the estimate interval contains the expected number, and the outcome interval contains the actual number. The outcome interval is wider, because it includes chance.`,
        ),
      customers > repeatBuyers &&
        h(
          "p",
          {},
          number({ value: customers - repeatBuyers, text: countText(customers - repeatBuyers) }),
          data.dropoutVisible
            ? ` customers bought once. The data do not show how many of them are still alive, and equally good models differ widely. Use their expected ${data.worth === "value" ? "purchases and value" : "purchases"} instead.`
            : " customers bought once. The data do not show how many of them are still customers.",
        ),
      withoutValue > 0 &&
        h(
          "p",
          {},
          number({ value: withoutValue, text: countText(withoutValue) }),
          " customers have no expected value per purchase, because the spend model has no finite mean. The equity leaves them out.",
        ),
    ];
  },
};

function tile(id: string, title: string, quantity: Quantity, what: string): HTMLElement {
  return h(
    "div",
    { class: "tile", id },
    h("h3", {}, title),
    h("strong", {}, number({ value: quantity.value, text: largeText(quantity.value) })),
    h("p", {}, what),
    h(
      "dl",
      {},
      quantity.estimate && [
        h("dt", {}, "Estimate"),
        h("dd", {}, interval({ bounds: quantity.estimate, text: largeText })),
      ],
      quantity.outcome && [
        h("dt", {}, "Outcome"),
        h("dd", {}, interval({ bounds: quantity.outcome, text: largeText })),
      ],
    ),
  );
}

function terms({ margin, discountRate }: ReportData): string {
  const parts = [
    margin !== 1 && `at a margin of ${settingText(margin)}`,
    discountRate !== 0 && `discounted at ${settingText(discountRate)} a year`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? `, ${parts.join(", ")}` : "";
}
