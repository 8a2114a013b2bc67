import * as Plot from "@observablehq/plot";
import type { GainPoint } from "../../validate/validation.ts";
import { ACTUAL, chart, MODEL, QUIET } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { percentText } from "../number-text.ts";

/** The share of all purchases (or value) by the customers with the largest forecasts. */
export function gainFigure(points: readonly GainPoint[], what: string): Figure {
  const stated = points.reduce((a, b) => (Math.abs(b.customers - 0.1) < Math.abs(a.customers - 0.1) ? b : a));
  return {
    id: "gain",
    title: `The ${percentText(stated.customers)} of customers with the largest forecast brought ${percentText(stated.model)} of ${what}; a perfect forecast would have found ${percentText(stated.perfect)}`,
    note: `Customers are in the order of their forecasts, the largest first. The vertical axis is their share of ${what} after the split. The thin line is a random order.`,
    legend: [
      ["dashed", "In the model's order"],
      ["line", "In the perfect order"],
    ],
    draw: (size) =>
      chart(size, {
        marginBottom: 40,
        marginRight: 20,
        x: {
          label: "Share of customers",
          labelAnchor: "center",
          labelArrow: "none",
          domain: [0, 1],
          tickFormat: percentText,
          ticks: size.narrow ? 3 : 5,
        },
        y: { label: `Share of ${what}`, domain: [0, 1], tickFormat: percentText, grid: true, ticks: 5 },
        marks: [
          Plot.link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: QUIET }),
          Plot.lineY(points, { x: "customers", y: "perfect", stroke: ACTUAL, strokeWidth: 1.75 }),
          Plot.lineY(points, { x: "customers", y: "model", stroke: MODEL, strokeWidth: 2.25, strokeDasharray: "6 4" }),
          Plot.ruleY([0], { stroke: QUIET }),
        ],
      }),
    table: {
      caption: `Share of ${what} in the model's and in the perfect order`,
      head: ["Customers", "Model's order", "Perfect order"],
      rows: points.map(({ customers, model, perfect }) => [
        `Top ${percentText(customers)}`,
        { value: model, text: percentText(model) },
        { value: perfect, text: percentText(perfect) },
      ]),
    },
  };
}
