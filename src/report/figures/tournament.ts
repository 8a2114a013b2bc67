import * as Plot from "@observablehq/plot";
import { DAY } from "../../data/time-unit.ts";
import type { Tracking, TrackingStep } from "../../validate/validation.ts";
import { ACTUAL, chart, type Mark, MODEL, QUIET, type Size } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { countText, dateText, quantityText, tickText } from "../number-text.ts";
import type { Curve } from "../report-data.ts";

/** The styles of the first, second and third model, which differ by shape first, then by colour. */
const STYLES: readonly { readonly mark: Mark; readonly stroke: string; readonly dashes: string }[] = [
  { mark: "dashed", stroke: MODEL, dashes: "6 4" },
  { mark: "dotted", stroke: QUIET, dashes: "2 3" },
  { mark: "dotdash", stroke: QUIET, dashes: "8 3 2 3" },
];

/** Purchases since the split, actual and expected by the first models. */
export function tournamentFigure(curves: readonly Curve[], split: string): Figure {
  const [{ tracking }] = curves as [Curve, ...Curve[]];
  const steps = tracking.steps.filter(({ step }) => step > tracking.splitAt);
  const since = curves.map((curve) => sinceSplit(curve.tracking, ({ expectedCumulative }) => expectedCumulative));
  const actual = sinceSplit(tracking, ({ actualCumulative }) => actualCumulative);
  const last = since.map((column) => column.at(-1) ?? 0);
  const [low, high] = [Math.min(...last), Math.max(...last)];
  const totals =
    countText(low) === countText(high) ? `expect ${countText(low)}` : `expect ${countText(low)} to ${countText(high)}`;
  return {
    id: "tournament-tracking",
    title: `Of the purchases since ${dateText(split)} the first ${curves.length} models ${totals}, and ${countText(actual.at(-1) ?? 0)} were made`,
    note: "Repeat purchases of the customers known before the split, added up from then on. The models were fitted without them. The curves use only the dates of first purchases, so their ends differ a little from the totals in the table.",
    legend: [["line", "Actual"], ...curves.map(({ title }, k) => [STYLES[k]!.mark, title] as const)],
    draw: (size) => draw(size, tracking, steps, actual, since),
    table: {
      caption: "Repeat purchases since the split",
      head: ["Until", "Actual", ...curves.map(({ title }) => title)],
      rows: steps.map((step, row) => [
        { day: endOf(tracking, step).toISOString().slice(0, 10) },
        { value: actual[row]!, text: countText(actual[row]!) },
        ...since.map((column) => ({ value: column[row]!, text: quantityText(column[row]!) })),
      ]),
    },
  };
}

/** A running sum from the split on, by weeks after it. */
function sinceSplit({ steps, splitAt }: Tracking, of: (step: TrackingStep) => number): number[] {
  const before = steps.filter(({ step }) => step <= splitAt).at(-1);
  const origin = before ? of(before) : 0;
  return steps.filter(({ step }) => step > splitAt).map((step) => of(step) - origin);
}

function draw(
  size: Size,
  tracking: Tracking,
  steps: readonly TrackingStep[],
  actual: readonly number[],
  since: readonly (readonly number[])[],
): SVGSVGElement {
  const line = (column: readonly number[]) =>
    steps.map((step, row) => ({ date: endOf(tracking, step), purchases: column[row]! }));
  return chart(size, {
    marginLeft: 52,
    marginBottom: 34,
    x: { type: "utc", label: null, ticks: size.narrow ? 4 : 8 },
    y: { label: "Purchases since the split", grid: true, ticks: 5, zero: true, tickFormat: tickText },
    marks: [
      Plot.ruleY([0], { stroke: QUIET }),
      ...since
        .map((column, k) => {
          const { stroke, dashes } = STYLES[k]!;
          return Plot.lineY(line(column), {
            x: "date",
            y: "purchases",
            stroke,
            strokeWidth: 2.25,
            strokeDasharray: dashes,
          });
        })
        .toReversed(),
      Plot.lineY(line(actual), { x: "date", y: "purchases", stroke: ACTUAL, strokeWidth: 1.75 }),
    ],
  });
}

function endOf({ from, days }: Tracking, { step }: TrackingStep): Date {
  return new Date(Date.parse(from) + step * days * DAY);
}
