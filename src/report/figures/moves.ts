import * as Plot from "@observablehq/plot";
import type { TestedFlow } from "../../segments/flows.ts";
import type { MoveRate } from "../../segments/move-rates.ts";
import type { ShownMoves } from "../../segments/on-page.ts";
import { ACTUAL, chart, MODEL, QUIET } from "../chart.ts";
import type { Figure } from "../figure.ts";
import { countText, percentText, quantityText } from "../number-text.ts";

/** With fewer customers than this no share is shown, and a share below a hundredth has no number in its cell. */
const [FEW, LEAST] = [30, 0.005];
const SHADES = 6;

/** The share of each segment that moves to each, over all periods: a heat map. */
export function movesFigure({ period, segments, rates }: ShownMoves): Figure {
  const name = (k: number): string => segments[k]!.name;
  const present = segments.map((_, k) => k).filter((k) => rates.some(({ from, to }) => from === k || to === k));
  const domain = present.map(name);
  const enough = rates.filter(({ of }) => of >= FEW);
  const staying = enough.filter(({ from, to }) => from === to).sort((a, b) => b.of - a.of)[0];
  return {
    id: "moves-map",
    title:
      staying === undefined
        ? `No segment has ${FEW} customers yet`
        : `${percentText(staying.rate)} of ${name(staying.from)}, the largest segment, stay there for another ${period}`,
    note: `Each row is the segment at the end of one ${period}, and each column the segment at the end of the next, over all ${period}s. Numbers are percentages of the row; a grey row has fewer than ${FEW} customers. Segments depend on the last purchase and the orders to date, with fixed cut points.`,
    legend: [],
    draw: (size) => {
      const cells = rates.map((rate) => ({ ...rate, row: name(rate.from), column: name(rate.to), ...shade(rate) }));
      return chart(size, {
        height: 112 + (size.narrow ? 24 : 28) * domain.length,
        ...{ marginLeft: size.narrow ? 102 : 108, marginTop: 14, marginBottom: 98, marginRight: 8 },
        x: { label: null, domain, tickRotate: -60, tickSize: 0, padding: 0.04 },
        y: { label: null, domain, tickSize: 0, padding: 0.06 },
        color: { type: "identity" },
        marks: [
          Plot.cell(cells, { x: "column", y: "row", fill: "fill", rx: 2 }),
          Plot.text(
            cells.filter(({ of, rate }) => of >= FEW && rate >= LEAST),
            { x: "column", y: "row", text: ({ rate }: MoveRate) => (100 * rate).toFixed(0), fill: "ink" },
          ),
        ],
      });
    },
    table: {
      caption: "Moves between segments",
      head: ["From", "To", "Customers", "Share", "Low", "High"],
      rows: rates.map(({ from, to, customers, of, rate, low, high }) => [
        ...[name(from), name(to), { value: customers, text: countText(customers) }],
        ...[rate, low, high].map((value) => (of < FEW ? "" : { value, text: percentText(value) })),
      ]),
    },
  };
}

function shade({ of, rate }: MoveRate): { fill: string; ink: string } {
  if (of < FEW) return { fill: "var(--line)", ink: "currentColor" };
  const step = Math.min(SHADES - 1, Math.floor(Math.sqrt(rate) * SHADES));
  return { fill: `var(--shade-${step})`, ink: `var(--on-shade-${step})` };
}

/** The number of flows shown. */
const DRAWN = 15;

/** For the last period, the customers who moved beside those whom the model expected to move. */
export function flowsFigure({ flows, segments, from, to, misplaced, known, of }: ShownMoves): Figure {
  const tested = flows.filter(({ p }) => p !== undefined);
  const beyond = tested.filter(({ significant }) => significant);
  const label = (flow: TestedFlow): string => `${segments[flow.from]!.name} → ${segments[flow.to]!.name}`;
  const shown = [...tested]
    .sort(
      (a, b) => a.adjusted! - b.adjusted! || Math.abs(b.customers - b.expected) - Math.abs(a.customers - a.expected),
    )
    .slice(0, DRAWN);
  return {
    id: "moves-flows",
    title:
      beyond.length === 0
        ? `From ${from} to ${to} none of ${countText(tested.length)} flows differed by more than chance`
        : `From ${from} to ${to}, ${countText(beyond.length)} of ${countText(tested.length)} flows differed by more than chance`,
    note: `Customers who moved, less those whom a model fitted up to ${from} expected; the line is the range of chance and of uncertain parameters. Only a flow that stays beyond chance among so many is named: at most one in ten of those named is named in error. The model put ${countText(Math.round(misplaced.model))} of ${countText(known)} customers into a wrong segment, the shares above alone ${countText(Math.round(misplaced.chain))}.${of === undefined ? "" : ` These are a random sample of the ${countText(of)} customers.`}`,
    legend: [
      ["dot", "Actual less expected"],
      ["tick", "Range by chance"],
    ],
    draw: (size) => {
      const rows = shown.map((flow, k) => ({
        k,
        off: flow.customers - flow.expected,
        low: flow.low - flow.expected,
        high: flow.high - flow.expected,
        name: flow.significant ? label(flow) : "",
      }));
      // On a phone a name stands above its row, at the edge: beside it there is no room.
      const above = size.narrow;
      return chart(size, {
        height: 60 + (above ? 30 : 18) * rows.length,
        marginLeft: above ? 20 : 224,
        marginTop: 8,
        x: {
          label: "Customers, actual less expected",
          labelAnchor: "center",
          labelArrow: "none",
          grid: true,
          ticks: above ? 4 : 7,
        },
        y: {
          type: "band",
          domain: rows.map(({ k }) => k),
          ...(above ? { axis: null } : { label: null, tickSize: 0, tickFormat: (k: number) => rows[k]!.name }),
        },
        marks: [
          Plot.ruleX([0], { stroke: QUIET }),
          Plot.ruleY(rows, { y: "k", x1: "low", x2: "high", stroke: MODEL, strokeWidth: 3 }),
          Plot.dot(rows, { y: "k", x: "off", r: 4, fill: ACTUAL }),
          ...(above
            ? [Plot.text(rows, { y: "k", text: "name", frameAnchor: "left", dy: -13, fill: "currentColor" })]
            : []),
        ],
      });
    },
    table: {
      caption: "Flows of the last period",
      head: ["From", "To", "Actual", "Expected", "Low", "High", "p", "p for all"],
      rows: shown.map((flow) => [
        ...[segments[flow.from]!.name, segments[flow.to]!.name],
        { value: flow.customers, text: countText(flow.customers) },
        { value: flow.expected, text: quantityText(flow.expected) },
        { value: flow.low, text: countText(flow.low) },
        { value: flow.high, text: countText(flow.high) },
        { value: flow.p!, text: flow.p!.toFixed(3) },
        { value: flow.adjusted!, text: flow.adjusted!.toFixed(3) },
      ]),
    },
  };
}
