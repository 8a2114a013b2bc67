import * as Plot from "@observablehq/plot";
import type { ShownCohort, ShownMonths, ShownSeries } from "../../months/on-page.ts";
import { ACTUAL, chart, MODEL, QUIET, type Size, s, withHeight } from "../chart.ts";
import type { Figure } from "../figure.ts";
import {
  countText,
  headWithCurrency,
  inCurrency,
  moneyText,
  percentText,
  quantityText,
  tickText,
} from "../number-text.ts";

/** The series of the log as small charts over one axis of time each. */
export function monthsFigure(months: ShownMonths, currency: string | undefined): Figure {
  const { period, labels, complete, series } = months;
  const drawn = series.filter(({ values }) => values.some((value) => value !== undefined && value !== 0));
  const anyNew = drawn.some(({ key }) => key === "new");
  const open = complete.lastIndexOf(true) < labels.length - 1;
  const active = series.find(({ key }) => key === "active")!;
  const last = complete.lastIndexOf(true);
  return {
    id: "months-series",
    title:
      last < 0
        ? `No ${period} is complete yet`
        : `${countText(active.values[last] ?? 0)} customers bought in ${labels[last]}, the last whole ${period}`,
    note: `Each chart has its own scale from 0. ${
      anyNew
        ? `New customers made their first purchase in the ${period}; retention is`
        : `No customer is new in these ${period}s. Retention is`
    } the share of the active customers of one ${period} who bought in the next.${
      open ? ` The log ends within ${labels.at(-1)}, so its open circle does not mean a decline.` : ""
    }`,
    legend: [["line", `By ${period}`], ...(open ? [["ring", "Not observed to the end"] as ["ring", string]] : [])],
    draw: (size) => multiples(size, { ...months, series: drawn }),
    table: {
      caption: `The ${period}s in numbers`,
      head: [
        `${period[0]!.toUpperCase()}${period.slice(1)}`,
        ...series.map(({ title, kind }) => (kind === "money" ? headWithCurrency(title, currency) : title)),
      ],
      rows: labels.map((label, k) => [
        complete[k] ? label : `${label} (not complete)`,
        ...series.map((one) => {
          const value = one.values[k];
          return value === undefined ? "" : { value, text: textOf(one, value) };
        }),
      ]),
    },
  };
}

function cash(value: number, currency: string | undefined): string {
  return inCurrency(moneyText(value), currency);
}

const PANEL = { height: 130, title: 18 } as const;

function multiples(size: Size, { labels, complete, series }: ShownMonths): SVGSVGElement {
  const columns = size.narrow ? 1 : 2;
  const width = size.width / columns;
  const rows = Math.ceil(series.length / columns);
  const height = rows * (PANEL.height + PANEL.title);
  const svg = s("svg", {
    ...{ width: size.width, height, viewBox: `0 0 ${size.width} ${height}` },
    class: size.narrow ? "chart narrow" : "chart wide",
    "font-family": "system-ui, sans-serif",
    "font-size": 10,
  }) as SVGSVGElement;
  series.forEach((one, k) => {
    const [x, y] = [(k % columns) * width, Math.floor(k / columns) * (PANEL.height + PANEL.title)];
    const title = s("text", { x: x + 4, y: y + 13, fill: "currentColor", "font-size": 12 });
    title.textContent = one.title;
    const panel = panelOf({ width, narrow: size.narrow }, one, labels, complete);
    for (const [name, value] of Object.entries({ x, y: y + PANEL.title })) panel.setAttribute(name, String(value));
    panel.removeAttribute("class");
    svg.appendChild(title);
    svg.appendChild(panel);
  });
  return withHeight(svg, height);
}

function panelOf(size: Size, one: ShownSeries, labels: readonly string[], complete: readonly boolean[]): SVGSVGElement {
  const points = one.values.flatMap((value, k) => (value === undefined ? [] : [{ k, value, whole: complete[k] }]));
  const [firstLabel, lastLabel] = [0, labels.length - 1];
  const top = points.reduce((most, { value }) => Math.max(most, value), 0);
  return chart(size, {
    height: PANEL.height,
    ...{ marginLeft: 54, marginRight: 24, marginTop: 8, marginBottom: 22 },
    x: {
      ...{ domain: [firstLabel, Math.max(lastLabel, 1)], label: null, ticks: [firstLabel, lastLabel] },
      tickFormat: (k: number) => labels[k] ?? "",
    },
    y: {
      domain: [0, top > 0 ? top : 1],
      label: null,
      grid: true,
      ticks: 3,
      tickFormat: (value: number) => (one.kind === "share" ? percentText(value) : tickText(value)),
    },
    marks: [
      Plot.ruleY([0], { stroke: QUIET }),
      Plot.lineY(
        points.filter(({ whole }) => whole),
        { x: "k", y: "value", stroke: ACTUAL, strokeWidth: 1.75 },
      ),
      Plot.dot(
        points.filter(({ whole }) => !whole),
        { x: "k", y: "value", r: 4, stroke: MODEL, strokeWidth: 2.25, fill: "none" },
      ),
    ],
  });
}

function textOf({ kind }: ShownSeries, value: number): string {
  if (kind === "share") return percentText(value);
  if (kind === "ratio") return quantityText(value);
  return kind === "money" ? moneyText(value) : countText(value);
}

/** Cohorts and periods of the triangle, at most. */
const TRIANGLE = { rows: 12, wide: 12, narrow: 6 } as const;

/** The share of each cohort that bought, by time since the first purchase: a triangle with blanks for the future. */
export function cohortFigure({ cohorts, average, period }: ShownMonths): Figure {
  const shown = cohorts.slice(-TRIANGLE.rows);
  const second = average.cells.find(({ at }) => at === 1)?.retention;
  return {
    id: "cohorts",
    title:
      second === undefined
        ? "No cohort has a complete second period yet"
        : `Of a cohort, ${percentText(second)} buy again in the ${period} after the first`,
    note: `Each row has the customers whose first purchase was in one ${period}. Each cell is the share of them who bought that many ${period}s later. A blank cell lies after the end of the log; it is not 0. A cell with a frame is incomplete. The first cohort also contains older customers.`,
    legend: [],
    draw: (size) => {
      const width = size.narrow ? TRIANGLE.narrow : TRIANGLE.wide;
      const rows = [...shown, { ...average, cohort: "all" }];
      const cells = rows.flatMap(({ cohort, cells: lived }) =>
        lived
          .filter(({ at }) => at > 0 && at <= width)
          .map((cell) => ({ ...cell, cohort, share: cell.retention ?? 0 })),
      );
      const most = cells.reduce((top, { share }) => Math.max(top, share), 0.01);
      return chart(size, {
        height: 46 + 26 * rows.length,
        ...{ marginLeft: 62, marginTop: 34, marginBottom: 8 },
        x: {
          ...{ axis: "top", label: `${period}s since the first purchase`, labelAnchor: "center", labelArrow: "none" },
          domain: Array.from({ length: width }, (_, k) => k + 1),
          tickSize: 0,
        },
        y: { label: null, domain: rows.map(({ cohort }) => cohort), tickSize: 0 },
        marks: [
          Plot.cell(cells, {
            ...{ x: "at", y: "cohort", fill: MODEL, inset: 1 },
            fillOpacity: ({ share }: { share: number }) => 0.05 + (0.5 * share) / most,
            stroke: ({ complete }: { complete: boolean }) => (complete ? "none" : QUIET),
          }),
          Plot.text(cells, {
            ...{ x: "at", y: "cohort", fill: "currentColor" },
            text: ({ share }: { share: number }) => percentText(share),
          }),
        ],
      });
    },
    table: {
      caption: "Share of each cohort with a purchase",
      head: ["Cohort", "Customers", ...average.cells.slice(1, 1 + TRIANGLE.wide).map(({ at }) => String(at))],
      rows: [...shown, { ...average, cohort: "all" }].map(({ cohort, customers, cells }) => [
        cohort,
        { value: customers, text: countText(customers) },
        ...average.cells.slice(1, 1 + TRIANGLE.wide).map(({ at }) => {
          const value = cells.find((cell) => cell.at === at)?.retention;
          return value === undefined ? "" : { value, text: percentText(value) };
        }),
      ]),
    },
  };
}

/**
 * The revenue per customer of each cohort so far, by time since the first purchase. With a plan it is after costs,
 * beside the acquisition cost. Undefined without values.
 */
export function cohortCurvesFigure(
  { cohorts, average, period }: ShownMonths,
  currency: string | undefined,
): Figure | undefined {
  const net = average.cells[0]?.cumulativeContribution !== undefined;
  const key = net ? "cumulativeContribution" : "cumulativeRevenue";
  const lines = (of: readonly ShownCohort[]) =>
    of.flatMap(({ cohort, cells }) =>
      cells
        .filter((cell) => cell.complete && cell[key] !== undefined)
        .map((cell) => ({ cohort, at: cell.at, money: cell[key]! })),
    );
  const [each, all] = [lines(cohorts.slice(-TRIANGLE.rows)), lines([average])];
  const end = all.at(-1);
  if (end === undefined || end.at < 1) return undefined;
  const cost = meanCost(cohorts);
  const what = net ? "Contribution" : "Revenue";
  return {
    id: "cohort-curves",
    title: `A customer has brought ${cash(end.money, currency)}${net ? " after costs" : ""} on average by ${end.at} ${period}s after the first purchase`,
    note: `${what} per customer of a cohort, added up from the first purchase. The thin lines are the last ${TRIANGLE.rows} cohorts. The average of each ${period} covers the cohorts for which it is complete.${
      cost === undefined ? "" : ` The dashed line is the mean cost of winning a customer, ${cash(cost, currency)}.`
    }`,
    legend: [
      ["dotted", "One cohort"],
      ["line", "All cohorts"],
      ...(cost === undefined ? [] : [["dashed", "Acquisition cost"] as ["dashed", string]]),
    ],
    draw: (size) =>
      chart(size, {
        marginLeft: 60,
        x: {
          label: `${period}s since the first purchase`,
          labelAnchor: "center",
          labelArrow: "none",
          ticks: size.narrow ? 4 : 8,
        },
        y: {
          label: `${what} per customer`,
          grid: true,
          zero: true,
          ticks: 5,
          tickFormat: tickText,
        },
        marks: [
          Plot.ruleY([0], { stroke: QUIET }),
          Plot.lineY(each, { x: "at", y: "money", z: "cohort", stroke: QUIET, strokeDasharray: "2 3" }),
          Plot.lineY(all, { x: "at", y: "money", stroke: ACTUAL, strokeWidth: 2.25 }),
          ...(cost === undefined
            ? []
            : [Plot.ruleY([cost], { stroke: MODEL, strokeWidth: 2.25, strokeDasharray: "6 4" })]),
        ],
      }),
    table: {
      caption: `${what} per customer, added up`,
      head: [`${period}s since the first purchase`, "All cohorts"],
      rows: all.map(({ at, money }) => [String(at), { value: money, text: cash(money, currency) }]),
    },
  };
}

/** The acquisition cost per customer, over all cohorts; undefined without a plan. */
function meanCost(cohorts: readonly ShownCohort[]): number | undefined {
  const known = cohorts.filter(({ cac }) => cac !== undefined);
  const customers = known.reduce((sum, one) => sum + one.customers, 0);
  return customers > 0 ? known.reduce((sum, one) => sum + one.cac! * one.customers, 0) / customers : undefined;
}
