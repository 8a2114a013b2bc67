import * as Plot from "@observablehq/plot";
import type { Histogram } from "../../validate/goodness-of-fit.ts";
import { chart, MODEL, QUIET } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { fitText } from "../fit-text.ts";
import { countText, percentText, quantityText, tickText } from "../number-text.ts";

/** Customers by number of repeat purchases, actual and expected. */
export function repeatsFigure(histogram: Histogram): Figure {
  const { bins } = histogram;
  const customers = bins.reduce((sum, bin) => sum + bin.actual, 0);
  const none = bins[0];
  return {
    id: "repeats",
    title: `${percentText(none.actual / customers)} of customers have not bought again; the model says ${percentText(none.expected / customers)}`,
    note: `Customers by number of repeat purchases in the time observed. ${fitText(histogram)}`,
    legend: [
      ["bar", "Actual"],
      ["tick", "Model"],
    ],
    draw: (size) =>
      chart(size, {
        marginLeft: 56,
        x: {
          type: "band",
          label: "Repeat purchases",
          domain: bins.map((bin) => bin.label),
          tickSize: 0,
          padding: 0.25,
        },
        y: { label: "Customers", grid: true, ticks: 5, tickFormat: tickText },
        marks: [
          Plot.barY(bins, { x: "label", y: "actual", fill: "var(--bar)" }),
          Plot.tickY(bins, { x: "label", y: "expected", stroke: MODEL, strokeWidth: 3, inset: -3 }),
          Plot.ruleY([0], { stroke: QUIET }),
        ],
      }),
    table: {
      caption: "Customers by repeat purchases",
      head: ["Repeat purchases", "Actual", "Model"],
      rows: bins.map(({ label, actual, expected }) => [
        label,
        { value: actual, text: countText(actual) },
        { value: expected, text: quantityText(expected) },
      ]),
    },
  };
}
