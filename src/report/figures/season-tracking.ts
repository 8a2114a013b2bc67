import * as Plot from "@observablehq/plot";
import { DAY } from "../../data/time-unit.ts";
import type { Tracking } from "../../validate/validation.ts";
import { ACTUAL, chart, MODEL, QUIET } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { countText, dateText, percentText, quantityText, tickText } from "../number-text.ts";

/** Purchases week by week since the split: actual, and expected with and without the season. */
export function seasonTrackingFigure(timed: Tracking, flat: Tracking, split: string): Figure {
  const since = timed.steps.flatMap((step, k) =>
    step.step > timed.splitAt
      ? [{ date: endOf(timed, step.step), actual: step.actual, timed: step.expected, flat: flat.steps[k]!.expected }]
      : [],
  );
  const actual = since.reduce((sum, week) => sum + week.actual, 0);
  const off = (of: "timed" | "flat"): string =>
    percentText(since.reduce((sum, week) => sum + Math.abs(week[of] - week.actual), 0) / Math.max(actual, 1));
  return {
    id: "season-tracking",
    title: `Since ${dateText(split)} the error of the weeks is ${off("timed")} with the season, and ${off("flat")} without it`,
    note: "Repeat purchases of each week by the customers known before the split. The models were fitted without them.",
    legend: [
      ["line", "Actual"],
      ["dashed", "With the season"],
      ["dotted", "Without it"],
    ],
    draw: (size) =>
      chart(size, {
        x: { type: "utc", label: null, ticks: size.narrow ? 4 : 8 },
        y: { label: "Repeat purchases per week", grid: true, ticks: 5, tickFormat: tickText, zero: true },
        marks: [
          Plot.lineY(since, { x: "date", y: "actual", stroke: ACTUAL, strokeWidth: 1.75 }),
          Plot.lineY(since, { x: "date", y: "timed", stroke: MODEL, strokeWidth: 2.25, strokeDasharray: "6 4" }),
          Plot.lineY(since, { x: "date", y: "flat", stroke: QUIET, strokeWidth: 2.25, strokeDasharray: "2 3" }),
        ],
      }),
    table: {
      caption: "Repeat purchases by week since the split",
      head: ["Until", "Actual", "With the season", "Without it"],
      rows: since.map((week) => [
        { day: week.date.toISOString().slice(0, 10) },
        { value: week.actual, text: countText(week.actual) },
        { value: week.timed, text: quantityText(week.timed) },
        { value: week.flat, text: quantityText(week.flat) },
      ]),
    },
  };
}

function endOf({ from, days }: Tracking, step: number): Date {
  return new Date(Date.parse(from) + step * days * DAY);
}
