import { h } from "../dom.ts";
import { countText, durationText, largeText, percentText, settingText } from "../number-text.ts";
import type { Quantity, ReportData } from "../report-data.ts";
import { interval, number } from "../table.ts";
import type { Section } from "./section.ts";

/** Customers alive, purchases to come, customer equity. */
export const headline: Section = {
  id: "headline",
  title: "Alive and worth",
  render: (data) => {
    const { alive, aliveWithoutRepeat, purchases, equity } = data.headline;
    const horizon = durationText(data.horizon.amount, data.horizon.unit);
    const sure = [alive, purchases, equity].some((quantity) => quantity?.estimate ?? quantity?.outcome);
    return [
      h(
        "div",
        { class: "tiles" },
        tile(
          "alive",
          "Customers alive",
          alive,
          `${percentText(alive.value / data.base.customers)} of ${countText(data.base.customers)} customers`,
        ),
        tile("purchases", "Purchases to come", purchases, `expected in the next ${horizon}`),
        equity && tile("equity", "Customer equity", equity, `value expected in the next ${horizon}${terms(data)}`),
      ),
      sure &&
        h(
          "p",
          { class: "quiet" },
          `With ${settingText(data.level)} probability the expected number lies in the estimate interval, and the number that will come in the outcome interval, to which chance adds its part.`,
        ),
      aliveWithoutRepeat > 0 &&
        h(
          "p",
          {},
          number({ value: aliveWithoutRepeat, text: countText(aliveWithoutRepeat) }),
          " of those counted as alive have never bought a second time. The data say little about whether they are still there, and another model may count far fewer of them: go by purchases and value first.",
        ),
      data.headline.withoutValue > 0 &&
        h(
          "p",
          {},
          number({ value: data.headline.withoutValue, text: countText(data.headline.withoutValue) }),
          " customers have no expected value per purchase, because the spend model has no finite mean; they are left out of the equity.",
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
