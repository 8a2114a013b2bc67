import * as Plot from "@observablehq/plot";
import { chart, QUIET } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { countText, finely, inCurrency, moneyText, percentText, quantityText, tickText } from "../number-text.ts";
import type { Concentration, Worth } from "../report-data.ts";
import { headOf } from "../score-head.ts";

/** Customers by CLV. */
export function worthFigure({ bins, below, median, mean }: Concentration, worth: Worth, currency?: string): Figure {
  const text = (value: number) => finely(value, worth === "value" ? moneyText : quantityText);
  const axis =
    worth === "value"
      ? `CLV${currency === undefined ? "" : ` in ${currency}`} over the horizon (logarithmic)`
      : "Expected purchases (logarithmic)";
  return {
    id: "worth",
    title:
      worth === "value"
        ? `Half of the customers are worth less than ${inCurrency(text(median), currency)}; the mean is ${text(mean)}`
        : `Half of the customers are expected to buy less than ${text(median)} times; the mean is ${text(mean)}`,
    note: `Customers by their expectation over the horizon. Each bar is wider than the previous one by the same factor.${
      below > 0 ? ` Not shown: ${countText(below)} below ${text(bins[0].low)}.` : ""
    }`,
    legend: [],
    draw: (size) =>
      chart(size, {
        marginLeft: 50,
        // Decades on a linear axis, because Plot drops some labels of a logarithmic axis.
        x: {
          label: axis,
          labelAnchor: "center",
          labelArrow: "none",
          ticks: decades(bins[0].low, bins.at(-1)!.high, size.narrow ? NARROW_TICKS : WIDE_TICKS).map(Math.log10),
          tickFormat: (power: number) => tickText(10 ** power),
        },
        y: { label: "Customers", grid: true, ticks: 5, tickFormat: tickText },
        marks: [
          Plot.rectY(bins, {
            x1: (bin) => Math.log10(bin.low),
            x2: (bin) => Math.log10(bin.high),
            y: "customers",
            fill: "var(--bar)",
            inset: 0.5,
          }),
          Plot.ruleY([0], { stroke: QUIET }),
        ],
      }),
    table: {
      caption: "Customers by CLV",
      head: [headOf(worth === "value" ? "clv" : "expectedPurchases"), "Customers"],
      rows: bins.map(({ low, high, customers }) => [
        `${text(low)} – ${text(high)}`,
        { value: customers, text: countText(customers) },
      ]),
    },
  };
}

/** The share of the total value that the best customers have. */
export function concentrationFigure({ top }: Concentration, worth: Worth): Figure {
  const all = worth === "value" ? "value" : "expected purchases";
  const rows = top.map(({ customers, share }) => ({ label: `Top ${percentText(customers)}`, share }));
  const stated = top.find(({ customers }) => customers === 0.1) ?? top[0];
  return {
    id: "concentration",
    title: `The top ${percentText(stated.customers)} of customers account for ${percentText(stated.share)} of all ${all}`,
    note: `The share of all ${all} over the horizon that the best customers are expected to bring.`,
    legend: [],
    draw: (size) =>
      chart(size, {
        height: 40 * rows.length + 36,
        marginLeft: 70,
        marginTop: 8,
        marginRight: 44,
        marginBottom: 28,
        x: { label: null, domain: [0, 1], tickFormat: percentText, grid: true, ticks: 4 },
        y: { type: "band", label: null, domain: rows.map((row) => row.label), tickSize: 0, padding: 0.3 },
        marks: [
          Plot.barX(rows, { y: "label", x: "share", fill: "var(--bar)" }),
          Plot.text(rows, {
            y: "label",
            x: "share",
            text: (row) => percentText(row.share),
            textAnchor: "start",
            dx: 6,
            fontWeight: 600,
          }),
          Plot.ruleX([0], { stroke: QUIET }),
        ],
      }),
    table: {
      caption: `Share of all ${all} that the best customers are expected to bring`,
      head: ["Customers", `Share of ${all}`],
      rows: top.map(({ customers, share }) => [
        `Top ${percentText(customers)}`,
        { value: share, text: percentText(share) },
      ]),
    },
  };
}

/** Labels for which a chart has room. */
const [WIDE_TICKS, NARROW_TICKS] = [12, 6];

/** Round numbers on a logarithmic axis: powers of ten; 1, 2, 5 times them where there are few. */
function decades(low: number, high: number, most: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const powers = Array.from({ length: last - first + 1 }, (_, k) => 10 ** (first + k));
  const inside = (ticks: number[]) => ticks.filter((tick) => tick >= low && tick <= high);
  const few = inside(powers.flatMap((power) => [power, 2 * power, 5 * power]));
  const ticks = few.length <= most && inside(powers).length <= 3 ? few : inside(powers);
  const every = Math.ceil(ticks.length / most);
  return ticks.filter((_, k) => k % every === 0);
}
