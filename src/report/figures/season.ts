import * as Plot from "@observablehq/plot";
import { chart, MODEL, QUIET } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { significant } from "../number-text.ts";
import type { ShownIndex } from "../report-data.ts";

/** Half-widths of a 90 % interval in standard errors. */
const DEVIATE = 1.645;

/** The factors of one index with their errors. */
export function seasonFigure({ by, factors }: ShownIndex): Figure {
  const rows = factors.map(({ name, factor, standardError = 0 }) => ({
    name,
    factor,
    low: factor * Math.exp((-DEVIATE * standardError) / factor),
    high: factor * Math.exp((DEVIATE * standardError) / factor),
  }));
  const most = factors.reduce((best, one) => (one.factor > best.factor ? one : best));
  const least = factors.reduce((best, one) => (one.factor < best.factor ? one : best));
  const estimated = factors.some(({ standardError }) => standardError !== undefined);
  const few = rows.length <= 12;
  return {
    id: `season-${by}`,
    title: `Customers buy ${significant(most.factor, 3)} times as fast as on an average day in ${most.name}, and ${significant(least.factor, 3)} times in ${least.name}`,
    note: `Purchase rate by ${by}, where 1 is an average day. ${estimated ? "The lines are 90 % intervals of the factors." : "You gave this index."}`,
    legend: [["ring", "Factor"]],
    draw: (size) =>
      chart(size, {
        x: {
          type: "point",
          label: null,
          domain: rows.map(({ name }) => name),
          padding: 0.5,
          ...(few && !size.narrow
            ? {}
            : { ticks: rows.map(({ name }) => name).filter((_, k) => k % Math.ceil(rows.length / 6) === 0) }),
        },
        y: { label: "Factor", grid: true, ticks: 5, zero: true },
        marks: [
          Plot.ruleY([1], { stroke: QUIET, strokeDasharray: "2 3" }),
          Plot.ruleX(rows, { x: "name", y1: "low", y2: "high", stroke: MODEL, strokeWidth: 2 }),
          Plot.dot(rows, { x: "name", y: "factor", r: 4, stroke: MODEL, strokeWidth: 2, fill: "none" }),
        ],
      }),
    table: {
      caption: `The season by ${by}`,
      head: ["Period", "Factor", "Standard error"],
      rows: factors.map(({ name, factor, standardError }) => [
        name,
        { value: factor, text: significant(factor, 4) },
        standardError === undefined ? undefined : { value: standardError, text: significant(standardError, 2) },
      ]),
    },
  };
}
