import * as Plot from "@observablehq/plot";
import type { CalibrationBin } from "../../validate/validation.ts";
import { ACTUAL, chart, MODEL, QUIET } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { countText, quantityText } from "../number-text.ts";

/** What groups customers, in words for the title, the axis and the table. */
export interface Grouping {
  readonly id: string;
  readonly axis: string;
  /** "customers with 3 repeat purchases". */
  readonly who: (label: string) => string;
}

/** Mean purchases after the split of each group, actual and expected. */
export function calibrationFigure(groups: readonly CalibrationBin[], grouping: Grouping): Figure {
  const gap = (group: CalibrationBin) => group.customers * Math.abs(group.expected - group.actual);
  const worst = groups.reduce((a, b) => (gap(b) > gap(a) ? b : a));
  return {
    id: grouping.id,
    title: `Most is missed for ${grouping.who(worst.label)}: ${quantityText(worst.expected)} purchases each expected, ${quantityText(worst.actual)} made`,
    note: "Mean purchases per customer after the split. The closer the two marks, the better the model is calibrated; the largest gap is judged by all purchases of the group.",
    legend: [
      ["dot", "Actual"],
      ["ring", "Model"],
    ],
    draw: (size) =>
      chart(size, {
        x: { type: "band", label: grouping.axis, domain: groups.map((group) => group.label), tickSize: 0 },
        y: { label: "Purchases per customer", grid: true, ticks: 5, zero: true },
        marks: [
          Plot.ruleY([0], { stroke: QUIET }),
          Plot.link(groups, { x: "label", y1: "actual", y2: "expected", stroke: QUIET, strokeWidth: 2 }),
          Plot.dot(groups, { x: "label", y: "actual", fill: ACTUAL, r: 5 }),
          Plot.dot(groups, { x: "label", y: "expected", stroke: MODEL, strokeWidth: 2.5, r: 5.5 }),
        ],
      }),
    table: {
      caption: `Mean purchases after the split by ${grouping.axis.toLowerCase()}`,
      head: [grouping.axis, "Customers", "Actual", "Model"],
      rows: groups.map(({ label, customers, actual, expected }) => [
        label,
        { value: customers, text: countText(customers) },
        { value: actual, text: quantityText(actual) },
        { value: expected, text: quantityText(expected) },
      ]),
    },
  };
}
