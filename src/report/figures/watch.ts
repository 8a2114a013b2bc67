import * as Plot from "@observablehq/plot";
import type { ShownWatch } from "../../watch/on-page.ts";
import { ACTUAL, chart, MODEL, QUIET, type Size } from "../chart.ts";
import type { Figure } from "../figure.ts";
import {
  countText,
  dateText,
  headWithCurrency,
  inCurrency,
  largeText,
  moneyText,
  quantityText,
  settingText,
  tickText,
} from "../number-text.ts";

/** Purchases since the split beyond those expected, cumulated, between the limits of a model that holds. */
export function watchFigure({ split, level, checkpoints, sentence }: ShownWatch): Figure {
  return {
    id: "watch",
    title: sentence.replace(/\.$/, ""),
    note: `Purchases since ${dateText(split)} of the customers known before, added up, less the purchases expected by the model fitted before that day. A valid model stays within the band on all these days in ${settingText(level)} of cases.`,
    legend: [
      ["line", "Actual less expected"],
      ["bar", "Limits of chance and uncertain parameters"],
    ],
    draw: (size) => draw(checkpoints, split, size),
    table: {
      caption: `Purchases since ${dateText(split)}, added up`,
      head: ["Until", "Actual", "Expected", "Limits"],
      rows: checkpoints.map(({ until, actual, expected, low, high }) => [
        { day: until },
        { value: actual, text: countText(actual) },
        { value: expected, text: quantityText(expected) },
        { bounds: { low, high }, text: countText },
      ]),
    },
  };
}

/** The value of these purchases, actual and expected with its limits, added up; undefined without values. */
export function watchedValueFigure({ split, level, checkpoints }: ShownWatch, currency?: string): Figure | undefined {
  const known = checkpoints.flatMap(({ until, value }) => (value ? [{ until, ...value }] : []));
  const last = known.at(-1);
  if (last === undefined) return undefined;
  const money = (value: number): string => inCurrency(largeText(value), currency);
  return {
    id: "watch-value",
    title: `From ${dateText(split)} on, these customers brought ${money(last.actual)}; ${money(last.expected)} was expected`,
    note: `Value of the same purchases, added up. The expectation is that of the model fitted before that day, for purchases and spend. The limits are those of the purchases and of their values together. With a valid model the value stays within the band on all these days in ${settingText(level)} of cases.`,
    legend: [
      ["line", "Actual"],
      ["dashed", "Model"],
      ["bar", "Limits of chance and uncertain parameters"],
    ],
    draw: (size) => drawValue(known, split, size, currency),
    table: {
      caption: `Value since ${dateText(split)}, added up`,
      head: [
        "Until",
        headWithCurrency("Actual", currency),
        headWithCurrency("Expected", currency),
        headWithCurrency("Limits", currency),
      ],
      rows: known.map(({ until, actual, expected, low, high }) => [
        { day: until },
        { value: actual, text: moneyText(actual) },
        { value: expected, text: moneyText(expected) },
        { bounds: { low, high }, text: moneyText },
      ]),
    },
  };
}

type Known = ShownWatch["checkpoints"][number];

function drawValue(
  known: readonly Omit<Known, "value">[],
  split: string,
  size: Size,
  currency: string | undefined,
): SVGSVGElement {
  const points = known.map(({ until, ...value }) => ({ date: new Date(until), ...value }));
  const all = [{ date: new Date(split), actual: 0, expected: 0, low: 0, high: 0 }, ...points];
  return chart(size, {
    marginLeft: 60,
    marginTop: 30,
    marginBottom: 34,
    x: { type: "utc", label: null, ticks: size.narrow ? 4 : 8 },
    y: { label: headWithCurrency("Value so far", currency), grid: true, zero: true, ticks: 5, tickFormat: tickText },
    marks: [
      Plot.areaY(all, { x: "date", y1: "low", y2: "high", fill: "var(--bar)", fillOpacity: 0.5 }),
      Plot.ruleY([0], { stroke: QUIET }),
      Plot.lineY(all, { x: "date", y: "expected", stroke: MODEL, strokeWidth: 2.25, strokeDasharray: "6 4" }),
      Plot.lineY(all, { x: "date", y: "actual", stroke: ACTUAL, strokeWidth: 1.75 }),
      ringed(points.filter(isOutside), "actual"),
    ],
  });
}

/** A ring around each point outside its limits, for readers who cannot see the band. */
function ringed(points: readonly { readonly date: Date }[], y: string): Plot.Dot {
  return Plot.dot(points, { x: "date", y, r: 7, stroke: "var(--ink)", strokeWidth: 1.5 });
}

function isOutside({ actual, low, high }: Pick<Known, "actual" | "low" | "high">): boolean {
  return actual < low || actual > high;
}

function draw(checkpoints: ShownWatch["checkpoints"], split: string, size: Size): SVGSVGElement {
  const points = checkpoints.map((one) => ({
    ...{ date: new Date(one.until), off: one.actual - one.expected },
    ...{ low: one.low - one.expected, high: one.high - one.expected, outside: isOutside(one) },
  }));
  const all = [{ date: new Date(split), off: 0, low: 0, high: 0, outside: false }, ...points];
  return chart(size, {
    marginLeft: 52,
    marginTop: 30,
    marginBottom: 34,
    x: { type: "utc", label: null, ticks: size.narrow ? 4 : 8 },
    y: { label: "Purchases beyond those expected", grid: true, ticks: 5, tickFormat: tickText },
    marks: [
      Plot.areaY(all, { x: "date", y1: "low", y2: "high", fill: "var(--bar)", fillOpacity: 0.5 }),
      Plot.ruleY([0], { stroke: QUIET }),
      Plot.lineY(all, { x: "date", y: "off", stroke: "var(--ink)", strokeWidth: 1.75 }),
      Plot.dot(points, { x: "date", y: "off", r: 3.5, fill: "var(--ink)" }),
      ringed(
        points.filter(({ outside }) => outside),
        "off",
      ),
    ],
  });
}
