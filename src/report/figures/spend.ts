import * as Plot from "@observablehq/plot";
import type { Histogram } from "../../validate/goodness-of-fit.ts";
import { chart, MODEL, QUIET } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { fitText } from "../fit-text.ts";
import {
  countText,
  headWithCurrency,
  inCurrency,
  moneyText,
  percentText,
  quantityText,
  tickText,
} from "../number-text.ts";

/** Repeat buyers by mean value per purchase, actual and under the spend model. */
export function spendFigure(histogram: Histogram, observedMean: number, currency?: string): Figure {
  const { bins } = histogram;
  const closed = bins.filter((bin): bin is typeof bin & { to: number } => bin.to !== undefined);
  const buyers = bins.reduce((sum, bin) => sum + bin.actual, 0);
  const peak = closed.reduce((a, b) => (b.actual > a.actual ? b : a));
  const open = bins.find((bin) => bin.to === undefined);
  return {
    id: "spend",
    title: `Repeat buyers spend ${inCurrency(moneyText(observedMean), currency)} per purchase on average; the most common are ${moneyText(peak.from)} to ${moneyText(peak.to)} (${percentText(peak.actual / buyers)})`,
    note: `Repeat buyers by their mean value per repeat purchase.${
      open
        ? ` Not drawn: ${countText(open.actual)} above ${moneyText(open.from)}, where the model has ${quantityText(open.expected)}.`
        : ""
    } ${fitText(histogram)}`,
    legend: [
      ["bar", "Actual"],
      ["tick", "Model"],
    ],
    draw: (size) =>
      chart(size, {
        marginLeft: 50,
        x: {
          label: headWithCurrency("Mean value per repeat purchase", currency),
          labelAnchor: "center",
          labelArrow: "none",
          ticks: size.narrow ? 5 : 9,
          tickFormat: tickText,
        },
        y: { label: "Repeat buyers", grid: true, ticks: 5, tickFormat: tickText },
        marks: [
          Plot.rectY(closed, { x1: "from", x2: "to", y: "actual", fill: "var(--bar)", inset: 0.5 }),
          Plot.ruleY(closed, { x1: "from", x2: "to", y: "expected", stroke: MODEL, strokeWidth: 3 }),
          Plot.ruleY([0], { stroke: QUIET }),
        ],
      }),
    table: {
      caption: "Repeat buyers by mean value per repeat purchase",
      head: ["Mean value", "Actual", "Model"],
      rows: bins.map(({ from, to, actual, expected }) => [
        to === undefined ? `${moneyText(from)} and more` : `${moneyText(from)} – ${moneyText(to)}`,
        { value: actual, text: countText(actual) },
        { value: expected, text: quantityText(expected) },
      ]),
    },
  };
}
