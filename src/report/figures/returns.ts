import * as Plot from "@observablehq/plot";
import type { ReturnsBin } from "../../validate/validation.ts";
import { ACTUAL, chart, MODEL, QUIET } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { countText, percentText, settingText } from "../number-text.ts";

/** Repeat buyers by P(alive) at the split: the expected and the actual share that bought again. */
export function returnsFigure(returns: readonly ReturnsBin[], level: number): Figure {
  const rows = returns.map((bin) => ({ ...bin, label: label(bin), actual: bin.returned / bin.customers }));
  const missed = (row: (typeof rows)[number]) => row.customers * Math.abs(row.actual - row.expected);
  const worst = rows.reduce((a, b) => (missed(b) > missed(a) ? b : a));
  const who = worst.customers === 1 ? "repeat buyer" : "repeat buyers";
  return {
    id: "returns",
    title: `The forecast is worst at P(alive) of ${worst.label}: of ${countText(worst.customers)} ${who}, ${percentText(worst.actual)} came back after the split; the model expected ${percentText(worst.expected)}`,
    note: `Customers who bought again before the split, by P(alive) at the split: the share that bought after it. The bar contains the share with ${settingText(level)} probability by chance. A share above P(alive) shows that P(alive) is too low.`,
    legend: [
      ["dot", "Actual"],
      ["ring", "Model"],
    ],
    draw: (size) =>
      chart(size, {
        x: {
          type: "band",
          label: size.narrow ? "P(alive) at the split: up to, %" : "P(alive) at the split, %",
          domain: rows.map((row) => row.label),
          tickFormat: (text: string) => (size.narrow ? text.replace(/^.*–|%/g, "") : text.replace("%", "")),
          tickSize: 0,
        },
        y: { label: "Share that came back", domain: [0, 1], tickFormat: percentText, grid: true, ticks: 5 },
        marks: [
          Plot.ruleY([0], { stroke: QUIET }),
          Plot.ruleX(rows, {
            x: "label",
            y1: (row) => row.share.low,
            y2: (row) => row.share.high,
            stroke: "var(--bar)",
            strokeWidth: size.narrow ? 6 : 9,
          }),
          Plot.dot(rows, { x: "label", y: "actual", fill: ACTUAL, r: 4.5 }),
          Plot.dot(rows, { x: "label", y: "expected", stroke: MODEL, strokeWidth: 2.5, r: 5.5 }),
        ],
      }),
    table: {
      caption: "Repeat buyers who came back, by P(alive) at the split",
      head: ["P(alive)", "Customers", "Came back", "Share", `${settingText(level)} interval`, "Model", "Mean P(alive)"],
      rows: rows.map(({ label, customers, returned, actual, share, expected, alive }) => [
        label,
        { value: customers, text: countText(customers) },
        { value: returned, text: countText(returned) },
        { value: actual, text: percentText(actual) },
        { bounds: share, text: percentText },
        { value: expected, text: percentText(expected) },
        { value: alive, text: percentText(alive) },
      ]),
    },
  };
}

function label({ from, to }: ReturnsBin): string {
  return `${Math.round(100 * from)}–${Math.round(100 * to)}%`;
}
