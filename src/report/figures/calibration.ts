import * as Plot from "@observablehq/plot";
import { inMilliseconds } from "../../data/time-unit.ts";
import type { CalibrationBin, Validation } from "../../validate/validation.ts";
import { ACTUAL, chart, MODEL, QUIET, type Size } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { countText, dateText, quantityText, tickText } from "../number-text.ts";
import { longSilent, silentGroups } from "../silence.ts";

/** The quantity by which customers are grouped. */
interface Grouping {
  readonly id: string;
  /** The title of the axis and of the table's first column. */
  readonly axis: string;
  /** A group in the title: "customers with 3 repeat purchases". */
  who(bin: CalibrationBin): string;
  draw(bins: readonly CalibrationBin[], size: Size): SVGSVGElement;
}

/** Mean purchases after the split by frequency, actual and expected. */
export function frequencyCalibrationFigure(bins: readonly CalibrationBin[]): Figure {
  const axis = "Repeat purchases before the split";
  return figure(bins, {
    id: "calibration-frequency",
    axis,
    who: ({ label, to }) =>
      to === 0 ? NOBODY : `customers with ${label} repeat ${to === 1 ? "purchase" : "purchases"}`,
    draw: (bins, size) =>
      chart(size, {
        x: { type: "band", label: axis, domain: bins.map((bin) => bin.label), tickSize: 0 },
        ...Y,
        marks: marks(bins, ({ label }) => label),
      }),
  });
}

/**
 * The same by the time since the last purchase, the evidence for or against dropout. Customers without a repeat
 * purchase are left out.
 */
export function silenceFigure(validation: Validation): Figure {
  const { unit, split } = validation;
  const axis = `Silence before the split, in ${unit}s`;
  const last = longSilent(validation)!;
  const since = dateText(new Date(Date.parse(split) - inMilliseconds(last.from, unit)).toISOString());
  return {
    ...figure(silentGroups(validation), {
      id: "calibration-silence",
      axis,
      who: ({ label }) => `repeat buyers silent for ${label} ${unit}s`,
      draw: (bins, size) =>
        chart(size, {
          x: { label: axis, labelAnchor: "center", labelArrow: "none", ticks: size.narrow ? 5 : 9, inset: 8 },
          ...Y,
          marks: [
            Plot.ruleY(bins, { x1: "from", x2: "to", y: "actual", stroke: QUIET, strokeOpacity: 0.5 }),
            ...marks(bins, ({ from, to }) => (from + to) / 2),
          ],
        }),
    }),
    title: `The quarter of the repeat buyers silent longest was expected to buy ${quantityText(last.expected)} times each, and bought ${quantityText(last.actual)} times`,
    note: `Mean purchases after the split of customers who bought again before it, by the time since their last purchase. They had been silent for ${quantityText(last.from)} ${unit}s or more, since ${since} or earlier. If customers leave, the silent ones buy least.`,
  };
}

const NOBODY = "customers without a repeat purchase";

const Y: Pick<Plot.PlotOptions, "y"> = {
  y: { label: "Purchases per customer", grid: true, ticks: 5, zero: true, tickFormat: tickText },
};

function marks(bins: readonly CalibrationBin[], x: (bin: CalibrationBin) => string | number): Plot.Markish[] {
  return [
    Plot.ruleY([0], { stroke: QUIET }),
    Plot.link(bins, { x, y1: "actual", y2: "expected", stroke: QUIET, strokeWidth: 2 }),
    Plot.dot(bins, { x, y: "actual", fill: ACTUAL, r: 5 }),
    Plot.dot(bins, { x, y: "expected", stroke: MODEL, strokeWidth: 2.5, r: 5.5 }),
  ];
}

function figure(bins: readonly CalibrationBin[], { id, axis, who, draw }: Grouping): Figure {
  const gap = ({ customers, expected, actual }: CalibrationBin) => customers * Math.abs(expected - actual);
  const worst = bins.reduce((a, b) => (gap(b) > gap(a) ? b : a));
  return {
    id,
    title: `The forecast is worst for ${who(worst)}: ${quantityText(worst.expected)} purchases each expected, ${quantityText(worst.actual)} made`,
    note: "Mean purchases per customer after the split. The closer the two marks, the better the model is calibrated. The title takes the largest total error of a group.",
    legend: [
      ["dot", "Actual"],
      ["ring", "Model"],
    ],
    draw: (size) => draw(bins, size),
    table: {
      caption: `Mean purchases after the split, by ${axis.toLowerCase()}`,
      head: [axis, "Customers", "Actual", "Model"],
      rows: bins.map(({ label, customers, actual, expected }) => [
        label,
        { value: customers, text: countText(customers) },
        { value: actual, text: quantityText(actual) },
        { value: expected, text: quantityText(expected) },
      ]),
    },
  };
}
