import * as Plot from "@observablehq/plot";
import type { TimeUnit } from "../../data/time-unit.ts";
import type { ShownNewcomer, ShownTier } from "../../value/on-page.ts";
import type { Lever, Sensitivity } from "../../value/sensitivity.ts";
import { ACTUAL, MODEL, QUIET, rowChart } from "../chart.ts";
import type { Figure } from "../figure.ts";
import {
  aheadText,
  countText,
  inCurrency,
  moneyText,
  percentText,
  settingText,
  significant,
  tickText,
} from "../number-text.ts";
import { paybackText } from "./payback.ts";

/** LTV:CAC of each group, with its interval. */
export function ltvFigure(
  newcomers: readonly ShownNewcomer[],
  horizon: { readonly amount: number; readonly unit: string },
  rate: number,
  unit: TimeUnit,
  level: number,
  currency?: string,
): Figure | undefined {
  const rows = newcomers.flatMap((one) => (one.atHorizon.ltvToCac ? [{ ...one, ...one.atHorizon.ltvToCac }] : []));
  if (rows.length === 0) return undefined;
  const money = (value: number): string => inCurrency(moneyText(value), currency);
  const below = rows.filter(({ estimate }) => estimate < 1).length;
  const ratio = (value: number): string => significant(value, 3);
  return {
    id: "ltv-cac",
    title:
      below === 0
        ? `In the next ${aheadText(horizon)} a new customer of every group brings more than winning one costs`
        : `In the next ${aheadText(horizon)} new customers of ${countText(below)} of ${countText(rows.length)} groups bring less than winning them costs`,
    note: `What a new customer brings, divided by the acquisition cost, over the next ${aheadText(horizon)} at a discount of ${settingText(rate)} a year. The bar contains the expected value with ${settingText(level)} probability; at the line at 1 a customer has paid back the cost.`,
    legend: [["dot", "Estimate"]],
    draw: (size) =>
      rowChart(
        size,
        rows.map(({ group }) => group),
        { marginLeft: 110, x: { label: "LTV:CAC", zero: true, ticks: size.narrow ? 4 : 7 }, shorten: shortened },
        [
          Plot.ruleX([1], { stroke: QUIET, strokeDasharray: "2 3", strokeWidth: 2 }),
          Plot.link(rows, { y: "group", x1: "low", x2: "high", stroke: "var(--bar)", strokeWidth: 8 }),
          Plot.dot(rows, { y: "group", x: "estimate", r: 5, fill: ACTUAL }),
        ],
      ),
    table: {
      caption: "New customers by group",
      head: ["Group", "Customers", "Acquisition cost", "Brings", "LTV:CAC", "Payback"],
      rows: rows.map(({ group, customers, acquisitionCost, atHorizon, estimate, payback }) => [
        group,
        { value: customers, text: countText(customers) },
        { value: acquisitionCost, text: money(acquisitionCost) },
        { value: atHorizon.value.estimate, text: money(atHorizon.value.estimate) },
        { value: estimate, text: ratio(estimate) },
        paybackText(payback.estimate, unit),
      ]),
    },
  };
}

/** The tiers at the split: the expected contribution, and the actual one in the holdout. */
export function tiersFigure(tiers: readonly ShownTier[], currency?: string): Figure {
  const rows = tiers.map((tier) => ({
    ...tier,
    label:
      tier.above === 0 ? `top ${percentText(tier.upTo)}` : `${percentText(tier.above)} – ${percentText(tier.upTo)}`,
  }));
  const money = (value: number): string => inCurrency(moneyText(value), currency);
  const [best] = rows;
  return {
    id: "tiers",
    title: `The top ${percentText(best.upTo)} at the split were expected to bring ${money(best.expected)} after costs, and brought ${money(best.actual)}`,
    note: "Customers by net CLV at the split, the best first; contribution of the holdout, expected and actual. Customers with equal values stay in one tier.",
    legend: [
      ["ring", "Expected"],
      ["dot", "Actual"],
    ],
    draw: (size) =>
      rowChart(
        size,
        rows.map(({ label }) => label),
        { marginLeft: 96, x: { label: "Contribution", zero: true, tickFormat: tickText } },
        [
          Plot.link(rows, { y: "label", x1: "expected", x2: "actual", stroke: QUIET, strokeWidth: 2 }),
          Plot.dot(rows, { y: "label", x: "expected", stroke: MODEL, fill: "var(--card)", strokeWidth: 2.5, r: 5.5 }),
          Plot.dot(rows, { y: "label", x: "actual", fill: ACTUAL, r: 5 }),
        ],
      ),
    table: {
      caption: "Tiers at the split, beside the holdout",
      head: ["By rank", "Customers", "Expected", "Actual"],
      rows: rows.map(({ label, customers, expected, actual }) => [
        label,
        { value: customers, text: countText(customers) },
        { value: expected, text: money(expected) },
        { value: actual, text: money(actual) },
      ]),
    },
  };
}

/** The effect of 1 % of each lever on the equity of present customers. */
export function sensitivityFigure(levers: readonly Sensitivity[], currency?: string): Figure {
  const rows = levers
    .filter(({ change }) => change !== 0)
    .map((one) => ({ ...one, label: leverText(one) }))
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const money = (value: number): string => inCurrency(moneyText(value), currency);
  const [first] = rows;
  return {
    id: "sensitivity",
    title: first ? `${first.label} changes the equity most: by ${money(first.change)}` : "No input changes the equity",
    note: `The change of the equity within the horizon if one input changes by 1 % and all others stay the same.${unmoved(levers)}`,
    legend: [["bar", "Change of the equity"]],
    draw: (size) =>
      rowChart(
        size,
        rows.map(({ label }) => label),
        { marginLeft: 172, x: { label: "Change", tickFormat: tickText } },
        [Plot.barX(rows, { y: "label", x: "change", fill: "var(--bar)" }), Plot.ruleX([0], { stroke: QUIET })],
      ),
    table: {
      caption: "Effect of a 1 % change of each input",
      head: ["Lever", "Change", "Of the equity"],
      rows: rows.map(({ label, change, share }) => [
        label,
        { value: change, text: money(change) },
        share === undefined ? undefined : { value: share, text: percentText(share) },
      ]),
    },
  };
}

/** Why some levers have no bar. */
function unmoved(levers: readonly Sensitivity[]): string {
  const moves = (name: Lever): boolean => levers.some(({ lever, change }) => lever === name && change !== 0);
  const reasons: readonly (readonly [Lever, string])[] = [
    [
      "acquisition cost",
      "The acquisition cost changes nothing: for present customers it is spent, and no future customers are counted.",
    ],
    ["dropout", "The model sees no dropout."],
    ["discount rate", "No discount rate is set."],
  ];
  return reasons.flatMap(([name, reason]) => (moves(name) ? [] : [` ${reason}`])).join("");
}

function leverText({ lever, percent }: Sensitivity): string {
  return percent < 0 ? "1 % fewer dropouts" : `1 % more ${lever}`;
}

function shortened(text: string): string {
  return text.length > 14 ? `${text.slice(0, 13)}…` : text;
}
