import * as Plot from "@observablehq/plot";
import { chart, MODEL, QUIET } from "../chart.ts";
import { customerText } from "../customer-text.ts";
import type { Figure } from "../figure.ts";
import { durationText, inCurrency, largeText, percentText, settingText } from "../number-text.ts";
import type { Slipping, Worth } from "../report-data.ts";

const DRAWN = 10;

/** Valuable customers whose P(alive) has fallen most: then and now. */
export function slippingFigure(
  slipping: Slipping,
  worth: Worth,
  unit: string,
  level: number,
  currency?: string,
): Figure {
  const rows = slipping.rows.slice(0, DRAWN).map((row, place) => ({ ...row, place, label: customerText(row, 12) }));
  const lost = rows.reduce((sum, row) => sum + row.lost, 0);
  const sure = rows.flatMap(({ place, aliveEstimate: { low, high } = {} }) =>
    low === undefined || high === undefined ? [] : [{ place, low, high }],
  );
  const lookback = durationText(slipping.lookback, unit);
  const all = largeText(slipping.lostInAll);
  const cost = worth === "value" ? `${inCurrency(all, currency)} of expected value` : `${all} expected purchases`;
  return {
    id: "slipping-figure",
    title: `Silence over the last ${lookback} has cost ${cost}; these ${rows.length} customers are ${percentText(lost / slipping.lostInAll)} of it`,
    note: `P(alive) ${lookback} ago (or at the last purchase, if that was later) and now, for the customers whose silence has cost most. The table below gives their numbers.`,
    legend: [
      ["ring", "Then"],
      ["dot", "Now"],
      ...(sure.length > 0 ? [["bar", `Estimate of now, ${settingText(level)} interval`] as const] : []),
    ],
    draw: (size) =>
      chart(size, {
        height: 27 * rows.length + 60,
        marginLeft: 104,
        marginTop: 8,
        marginRight: 18,
        x: {
          label: "P(alive)",
          labelAnchor: "center",
          labelArrow: "none",
          domain: [0, 1],
          tickFormat: percentText,
          grid: true,
          ticks: size.narrow ? 3 : 5,
        },
        y: {
          type: "band",
          label: null,
          domain: rows.map((row) => row.place),
          tickFormat: (place: number) => rows[place].label,
          tickSize: 0,
        },
        marks: [
          Plot.link(sure, { y: "place", x1: "low", x2: "high", stroke: "var(--bar)", strokeWidth: 11 }),
          Plot.link(rows, {
            y: "place",
            x1: "probabilityAliveBefore",
            x2: "probabilityAlive",
            stroke: QUIET,
            strokeWidth: 2,
          }),
          Plot.dot(rows, {
            y: "place",
            x: "probabilityAliveBefore",
            stroke: MODEL,
            fill: "var(--card)",
            strokeWidth: 2.5,
            r: 5.5,
          }),
          Plot.dot(rows, { y: "place", x: "probabilityAlive", fill: "var(--ink)", r: 5 }),
        ],
      }),
  };
}
