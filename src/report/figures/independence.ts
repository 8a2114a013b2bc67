import * as Plot from "@observablehq/plot";
import type { Independence } from "../../validate/goodness-of-fit.ts";
import { ACTUAL, chart, QUIET } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { countText, headWithCurrency, inCurrency, moneyText, significant, tickText } from "../number-text.ts";

/** Mean value per purchase by number of repeat purchases: the picture of the spend model's assumption. */
export function independenceFigure({ rankCorrelation, bins }: Independence, currency?: string): Figure {
  const [first, last] = [bins[0], bins.at(-1)!];
  return {
    id: "independence",
    title: `Half of the customers with ${times(first.label)} spend less than ${inCurrency(moneyText(first.median), currency)} each time; of those with ${last.label}, less than ${moneyText(last.median)}`,
    note: `Value per repeat purchase by number of repeat purchases: the dot is the median, and the bar contains the middle half. The spend model assumes no trend; the rank correlation is ${significant(rankCorrelation, 2)}.`,
    legend: [],
    draw: (size) =>
      chart(size, {
        marginLeft: 50,
        x: { type: "band", label: "Repeat purchases", domain: bins.map((bin) => bin.label), tickSize: 0 },
        y: {
          label: headWithCurrency("Value per repeat purchase", currency),
          grid: true,
          ticks: 5,
          zero: true,
          tickFormat: tickText,
        },
        marks: [
          Plot.ruleY([0], { stroke: QUIET }),
          Plot.ruleX(bins, { x: "label", y1: "low", y2: "high", stroke: "var(--bar)", strokeWidth: 9 }),
          Plot.dot(bins, { x: "label", y: "median", fill: ACTUAL, r: 4.5 }),
        ],
      }),
    table: {
      caption: "Value per repeat purchase by number of repeat purchases",
      head: ["Repeat purchases", "Customers", "Lower quartile", "Median", "Upper quartile", "Mean"],
      rows: bins.map(({ label, customers, low, median, high, mean }) => [
        label,
        { value: customers, text: countText(customers) },
        ...[low, median, high, mean].map((value) => ({ value, text: moneyText(value) })),
      ]),
    },
  };
}

function times(label: string): string {
  return label === "1" ? "1 repeat purchase" : `${label} repeat purchases`;
}
