import * as Plot from "@observablehq/plot";
import { readableLength, type TimeUnit } from "../../data/time-unit.ts";
import type { ShownNewcomer } from "../../value/on-page.ts";
import type { Payback } from "../../value/payback.ts";
import { chart, MODEL, QUIET } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { durationText, inCurrency, moneyText, percentText, settingText, tickText } from "../number-text.ts";

/** The contribution of a new customer of a group by each age, against the acquisition cost. */
export function paybackFigure(
  one: ShownNewcomer,
  alone: boolean,
  unit: TimeUnit,
  level: number,
  currency?: string,
): Figure {
  const { group, acquisitionCost, payback, curve } = one;
  const money = (value: number): string => inCurrency(moneyText(value), currency);
  const rows = curve.map(({ age, value, beyond }, month) => ({ month, age, beyond, ...value }));
  const within = rows.filter(({ beyond }) => !beyond);
  // The dashed line begins where the other ends.
  const beyond = rows.slice(Math.max(0, within.length - 1));
  const crossing = crossingMonth(payback.estimate, rows);
  const whose = alone ? "A new customer" : `A new customer of the group ${group}`;
  const never = payback.draws ? payback.draws.share.never + payback.draws.share.notWithin : 0;
  return {
    id: "payback",
    title: `${whose} costs ${money(acquisitionCost)} and ${paybackText(payback.estimate, unit)}`,
    note: `The contribution of a new customer after costs, by age in months. The band contains the expected value with ${settingText(level)}.${
      never > 0 ? ` In ${percentText(never)} of the draws it never pays back, or not within ten years.` : ""
    }${beyond.length > 1 ? " The dashed part lies beyond twice the longest observed age, where only the model supports it." : ""}`,
    legend: [
      ["line", "Contribution so far"],
      ["dotted", "Acquisition cost"],
      ...(beyond.length > 1 ? [["dashed", "Beyond the data"] as ["dashed", string]] : []),
    ],
    draw: (size) =>
      chart(size, {
        marginLeft: 54,
        x: {
          label: "Months since the first purchase",
          labelAnchor: "center",
          labelArrow: "none",
          ticks: size.narrow ? 4 : 7,
        },
        y: { label: "Money per customer", grid: true, ticks: 5, tickFormat: tickText, zero: true },
        marks: [
          Plot.areaY(rows, { x: "month", y1: "low", y2: "high", fill: "var(--bar)", fillOpacity: 0.5 }),
          Plot.ruleY([acquisitionCost], { stroke: QUIET, strokeWidth: 2, strokeDasharray: "2 3" }),
          Plot.lineY(within, { x: "month", y: "estimate", stroke: "var(--ink)", strokeWidth: 1.75 }),
          Plot.lineY(beyond, { x: "month", y: "estimate", stroke: MODEL, strokeWidth: 2.25, strokeDasharray: "6 4" }),
          ...(crossing === undefined
            ? []
            : [Plot.dot([{ month: crossing }], { x: "month", y: acquisitionCost, r: 5, fill: "var(--ink)" })]),
        ],
      }),
    table: {
      caption: "Contribution of a new customer by months since the first purchase",
      head: ["Months", "Brought", `${settingText(level)} interval`],
      rows: rows
        .filter(({ month }) => month % 3 === 0)
        .map(({ month, estimate, low, high }) => [
          { value: month, text: String(month) },
          { value: estimate, text: money(estimate) },
          low === undefined || high === undefined ? undefined : { bounds: { low, high }, text: money },
        ]),
    },
  };
}

/** A payback in words, after "costs so much and". */
export function paybackText(payback: Payback, unit: TimeUnit): string {
  switch (payback.kind) {
    case "first order":
      return "pays it back with the first order";
    case "after":
      return `pays it back after ${lengthText(payback.time, unit)}`;
    case "never":
      return "never pays it back";
    case "not within":
      return `does not pay it back within ${lengthText(payback.time, unit)}`;
  }
}

function lengthText(time: number, own: TimeUnit): string {
  const { amount, unit } = readableLength(time, own);
  return durationText(amount, unit);
}

/** The month of the payback on the curve; undefined beyond its end. */
function crossingMonth(
  payback: Payback,
  rows: readonly { readonly month: number; readonly age: number }[],
): number | undefined {
  if (payback.kind !== "after") return undefined;
  const last = rows.at(-1)!;
  return payback.time <= last.age ? (payback.time / last.age) * last.month : undefined;
}
