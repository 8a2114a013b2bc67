import * as Plot from "@observablehq/plot";
import { DAY } from "../../data/time-unit.ts";
import type { TrackingStep, Validation } from "../../validate/validation.ts";
import { ACTUAL, chart, MODEL, QUIET, type Size } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { countText, dateText, percentText, quantityText, tickText } from "../number-text.ts";

const LEGEND = [
  ["line", "Actual"],
  ["dashed", "Model"],
] as const;

type Series = (step: TrackingStep) => { readonly actual: number; readonly expected: number };

/** Purchases per week, actual and expected. */
export function trackingFigure(validation: Validation): Figure {
  const { steps, splitAt, days } = validation.tracking;
  const after = steps.filter(({ step }) => step > splitAt);
  const mean = (of: (step: TrackingStep) => number) => after.reduce((sum, step) => sum + of(step), 0) / after.length;
  const missed = mean(({ actual, expected }) => Math.abs(actual - expected));
  const period = days === 7 ? "week" : `${days} days`;
  const series: Series = ({ actual, expected }) => ({ actual, expected });
  return {
    id: "tracking",
    title: `In a ${period} after the split the error of the forecast is ${quantityText(missed)} of ${quantityText(mean(({ actual }) => actual))} purchases`,
    note: `Repeat purchases per ${period}. The model saw only purchases before ${dateText(validation.split)}; everything to the right of the line is a forecast. Both numbers in the title are means over the ${period}s after it.`,
    legend: LEGEND,
    draw: (size) => draw(validation, size, series, `Purchases per ${period}`),
    table: table(`Repeat purchases per ${period}`, validation, series),
  };
}

/** The same, added up from the start. */
export function cumulativeFigure(validation: Validation): Figure {
  const { actual, expected } = validation.purchases.total;
  const gap = expected / actual - 1;
  const verdict =
    actual === 0
      ? "none came"
      : Math.abs(gap) < 0.005
        ? "on the mark"
        : `${percentText(Math.abs(gap))} too ${gap < 0 ? "few" : "many"}`;
  const series: Series = ({ actualCumulative, expectedCumulative }) => ({
    actual: actualCumulative,
    expected: expectedCumulative,
  });
  return {
    id: "tracking-cumulative",
    title: `From ${dateText(validation.split)} on, ${countText(expected)} purchases were expected and ${countText(actual)} were made: ${verdict}`,
    note: "Repeat purchases of the customers known before the split, added up from the first day observed.",
    legend: LEGEND,
    draw: (size) => draw(validation, size, series, "Purchases so far"),
    table: table("Repeat purchases so far", validation, series),
  };
}

function draw({ tracking, split }: Validation, size: Size, series: Series, label: string): SVGSVGElement {
  const points = tracking.steps.map((step) => ({ date: endOf(tracking, step), ...series(step) }));
  const top = Math.max(...points.flatMap(({ actual, expected }) => [actual, expected]));
  const at = [new Date(split)];
  const aside = { x: (date: Date) => date, y: top, fill: QUIET, dy: -12 };
  return chart(size, {
    marginLeft: 52,
    marginTop: 40,
    marginBottom: 34,
    x: { type: "utc", label: null, ticks: size.narrow ? 4 : 8 },
    y: { label, grid: true, ticks: 5, zero: true, tickFormat: tickText },
    marks: [
      Plot.ruleY([0], { stroke: QUIET }),
      Plot.ruleX(at, { stroke: QUIET, strokeDasharray: "2 3", insetTop: -14 }),
      Plot.text(at, { ...aside, text: () => "fitted", textAnchor: "end", dx: -6 }),
      Plot.text(at, { ...aside, text: () => "forecast", textAnchor: "start", dx: 6 }),
      Plot.lineY(points, { x: "date", y: "actual", stroke: ACTUAL, strokeWidth: 1.75 }),
      Plot.lineY(points, { x: "date", y: "expected", stroke: MODEL, strokeWidth: 2.25, strokeDasharray: "6 4" }),
    ],
  });
}

function table(caption: string, { tracking }: Validation, series: Series) {
  return {
    caption,
    head: ["Until", "Actual", "Model"],
    rows: tracking.steps.map((step) => {
      const { actual, expected } = series(step);
      return [
        { day: endOf(tracking, step).toISOString().slice(0, 10) },
        { value: actual, text: countText(actual) },
        { value: expected, text: quantityText(expected) },
      ];
    }),
  };
}

function endOf({ from, days }: Validation["tracking"], { step }: TrackingStep): Date {
  return new Date(Date.parse(from) + step * days * DAY);
}
