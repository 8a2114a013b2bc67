import * as Plot from "@observablehq/plot";
import { ACTUAL, chart, MODEL, QUIET } from "../chart.ts";
import { customerText } from "../customer-text.ts";
import type { Figure } from "../figure.ts";
import { dateText, percentText } from "../number-text.ts";
import type { AlivePath } from "../report-data.ts";

/** One customer's P(alive) over time, purchases marked, and what further silence would do to it. */
export function alivePathFigure(path: AlivePath, dropoutVisible: boolean): Figure {
  const points = path.points.map(({ date, probabilityAlive }) => ({ date: new Date(date), probabilityAlive }));
  const until = new Date(path.until);
  const seen = points.filter(({ date }) => date <= until);
  const ahead = points.filter(({ date }) => date >= until);
  const purchases = path.purchases.map((date) => new Date(date));
  const half = ahead.find(({ probabilityAlive }) => probabilityAlive < 0.5);
  const now = seen.at(-1)!.probabilityAlive;
  const outlook =
    now >= 0.5 && half ? `; without a purchase it falls below one half on ${dateText(half.date.toISOString())}` : "";
  return {
    id: "path-figure",
    title: `Customer ${customerText(path, 24)} bought last on ${dateText(path.purchases.at(-1)!)}${dropoutVisible ? ` and is ${percentText(now)} likely to be alive on ${dateText(path.until)}${outlook}` : "; the data do not show that any customer has left"}`,
    note: !dropoutVisible
      ? "P(alive) of one customer, day by day. It hardly falls, because the data show no customer who leaves: this is an assumption of the model, and no evidence."
      : "P(alive) of one customer, day by day, as the model saw it. Silence lowers it, and faster for a customer who used to buy often. A purchase raises it, except that the first repeat purchase may lower it in a model in which no customer leaves before it. The part to the right of the dotted line shows the effect of further silence.",
    legend: [
      ["line", "P(alive)"],
      ["dashed", "without further purchases"],
      ["dot", "purchase"],
    ],
    draw: (size) =>
      chart(size, {
        marginTop: 40,
        marginBottom: 34,
        // Room for half of a label of a year at the end of the axis.
        marginRight: 18,
        x: { type: "utc", label: null, ticks: size.narrow ? 4 : 8 },
        y: { label: "P(alive)", domain: [0, 1], tickFormat: percentText, grid: true, ticks: 4 },
        marks: [
          Plot.ruleY([0], { stroke: QUIET }),
          Plot.ruleX([until], { stroke: QUIET, strokeDasharray: "2 3", insetTop: -8 }),
          Plot.text([until], { x: (d) => d, y: 1, text: () => "end of data", dy: -16, fill: QUIET }),
          Plot.lineY(seen, { x: "date", y: "probabilityAlive", stroke: ACTUAL, strokeWidth: 1.75 }),
          Plot.lineY(ahead, {
            x: "date",
            y: "probabilityAlive",
            stroke: MODEL,
            strokeWidth: 2.25,
            strokeDasharray: "6 4",
          }),
          Plot.dot(purchases, { x: (d) => d, y: 1, fill: ACTUAL, r: 4 }),
        ],
      }),
    table: {
      caption: "P(alive) over time",
      head: ["Date", "P(alive)"],
      rows: path.points.map(({ date, probabilityAlive }) => [
        { day: date.slice(0, 10) },
        { value: probabilityAlive, text: percentText(probabilityAlive) },
      ]),
    },
  };
}
