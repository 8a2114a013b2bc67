import * as Plot from "@observablehq/plot";
import type { Histogram } from "../../validate/goodness-of-fit.ts";
import { chart, MODEL, QUIET } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { fitText } from "../fit-text.ts";
import { countText, percentText, quantityText, tickText } from "../number-text.ts";

/** Labels of bars that fit beside each other on a phone. */
const MOST = 13;

/** As many labels as fit, with the last one, which covers all higher counts. */
function everyOther(labels: readonly string[]): string[] {
  const step = Math.ceil(labels.length / MOST);
  const last = labels.length - 1;
  return labels.filter((_, k) => k === last || (k % step === 0 && last - k >= step));
}

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
          // On a phone there is room for a dozen labels.
          ...(size.narrow && bins.length > MOST && { ticks: everyOther(bins.map((bin) => bin.label)) }),
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
