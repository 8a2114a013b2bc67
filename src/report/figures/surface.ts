import * as Plot from "@observablehq/plot";
import { inMilliseconds, type TimeUnit } from "../../data/time-unit.ts";
import { roundDigits } from "../../math/round-digits.ts";
import { chart, type Size } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { countText, dateText, durationText, percentText, quantityText, tickText } from "../number-text.ts";
import type { Surface } from "../report-data.ts";

const SHADES = 6;

/** P(alive) over recency × frequency. */
export function aliveSurfaceFigure(surface: Surface, unit: TimeUnit, until?: string): Figure {
  const { frequency, recency, probabilityAlive, noRepeat, T } = surface;
  const middle = Math.floor((recency.length - 1) / 2);
  const often = nearest(frequency, 10, (row) => !Number.isNaN(probabilityAlive[row][middle]));
  const silence = durationText(roundDigits(T - recency[middle], 2), unit);
  const chance = (row: number) => probabilityAlive[row][middle];
  const at = (row: number) => percentText(chance(row));
  return {
    id: "surface-alive",
    title: `After ${silence} of silence, a customer with ${times(frequency[0])} is ${at(0)} likely to be alive, one with ${frequency[often]} ${chance(often) < chance(0) ? "only " : ""}${at(often)}`,
    note: `P(alive) in percent of a customer first seen ${durationText(round(T), unit)} ago. The last purchase is later to the right, and purchases are more frequent upwards. A customer without a repeat purchase has ${percentText(noRepeat.probabilityAlive)} by the model.`,
    legend: [],
    draw: (size) =>
      draw(
        surface,
        size,
        probabilityAlive,
        unit,
        (p) => (100 * p).toFixed(0),
        (p) => p,
      ),
    table: grid(surface, "P(alive) by frequency and recency", unit, probabilityAlive, percentText, until),
  };
}

/** Expected purchases within the horizon over recency × frequency. */
export function purchasesSurfaceFigure(surface: Surface, unit: TimeUnit, horizon: string, until?: string): Figure {
  const { frequency, recency, expectedPurchases, noRepeat, T } = surface;
  const last = recency.length - 1;
  const often = nearest(frequency, 10, (row) => !Number.isNaN(expectedPurchases[row][last]));
  const most = Math.max(...expectedPurchases.flat().filter((value) => !Number.isNaN(value)));
  const just = expectedPurchases[often][last];
  return {
    id: "surface-purchases",
    title: recencyMatters(expectedPurchases)
      ? `A customer with ${times(frequency[often])}, the last one just now, is expected to buy ${quantityText(just)} times in the next ${horizon}`
      : `A customer with ${times(frequency[often])} is expected to buy ${quantityText(just)} times in the next ${horizon}, regardless of the time of the last purchase`,
    note: `Expected purchases in the next ${horizon} of a customer first seen ${durationText(round(T), unit)} ago. A customer without a repeat purchase is expected to buy ${quantityText(noRepeat.expectedPurchases)} times.`,
    legend: [],
    draw: (size) => draw(surface, size, expectedPurchases, unit, cellText, (n) => Math.sqrt(n / most)),
    table: grid(surface, "Expected purchases by frequency and recency", unit, expectedPurchases, quantityText, until),
  };
}

/** Whether the text of any row depends on the time of the last purchase. It does not where no customer leaves. */
function recencyMatters(values: readonly (readonly number[])[]): boolean {
  return values.some((row) => new Set(row.filter((value) => !Number.isNaN(value)).map(quantityText)).size > 1);
}

function draw(
  { frequency, recency }: Surface,
  size: Size,
  values: readonly (readonly number[])[],
  unit: string,
  text: (value: number) => string,
  strength: (value: number) => number,
): SVGSVGElement {
  const cells = frequency.flatMap((x, row) =>
    recency.flatMap((tx, column) => {
      const value = values[row][column];
      if (Number.isNaN(value)) return [];
      const shade = Math.min(SHADES - 1, Math.floor(strength(value) * SHADES));
      return [{ x, tx, text: text(value), fill: `var(--shade-${shade})`, ink: `var(--on-shade-${shade})` }];
    }),
  );
  return chart(size, {
    height: (size.narrow ? 26 : 30) * frequency.length + 74,
    marginLeft: 40,
    x: {
      type: "band",
      label: `Age at the last purchase, in ${unit}s (recency) →`,
      labelArrow: "none",
      domain: recency,
      ticks: size.narrow ? recency.filter((_, column) => column % 2 === 1) : recency,
      tickFormat: (tx) => tickText(round(tx)),
      tickSize: 0,
      padding: 0.04,
    },
    y: {
      type: "band",
      label: "↑ Repeat purchases (frequency)",
      labelAnchor: "top",
      labelArrow: "none",
      domain: [...frequency].reverse(),
      tickFormat: countText,
      tickSize: 0,
      padding: 0.06,
    },
    color: { type: "identity" },
    marks: [
      Plot.cell(cells, { x: "tx", y: "x", fill: "fill", rx: 2 }),
      Plot.text(cells, { x: "tx", y: "x", text: "text", fill: "ink" }),
    ],
  });
}

function grid(
  { frequency, recency, T }: Surface,
  caption: string,
  unit: TimeUnit,
  values: readonly (readonly number[])[],
  text: (value: number) => string,
  until: string | undefined,
) {
  const date = (tx: number) =>
    until === undefined
      ? ""
      : ` (${dateText(new Date(Date.parse(until) - inMilliseconds(T - tx, unit)).toISOString())})`;
  return {
    caption,
    head: ["Repeat purchases", ...recency.map((tx) => `last at ${round(tx)} ${unit}s${date(tx)}`)],
    rows: frequency.map((x, row) => [
      { value: x, text: countText(x) },
      ...values[row].map((value) => (Number.isNaN(value) ? undefined : { value, text: text(value) })),
    ]),
  };
}

function cellText(n: number): string {
  return n >= 999.5 ? tickText(Math.round(n / 100) * 100) : n >= 9.95 ? n.toFixed(0) : n.toFixed(1);
}

/** The place of the possible value that is nearest to a target. */
function nearest(values: readonly number[], wanted: number, possible: (place: number) => boolean): number {
  let best = 0;
  values.forEach((value, i) => {
    if (possible(i) && Math.abs(value - wanted) < Math.abs(values[best] - wanted)) best = i;
  });
  return best;
}

function times(x: number): string {
  return x === 1 ? "1 repeat purchase" : `${countText(x)} repeat purchases`;
}

function round(value: number): number {
  return value >= 10 ? Math.round(value) : Math.round(10 * value) / 10;
}
