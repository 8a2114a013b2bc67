import { arranged } from "../../src/math/runs.ts";
import { type WeighedRate, weighRate } from "../family/purchase-rate.ts";
import { type DropoutRows, dropoutRows, SUM } from "./dropout-sums.ts";
import type { Layout } from "./layout.ts";

/** A layout with its weights, and the room in which one evaluation works. */
export interface WeighedLayout {
  readonly layout: Layout;
  readonly rate: WeighedRate;
  readonly rows: DropoutRows;
  readonly longestT: number;
  readonly sums: Float64Array;
}

/** Weighs a layout: customers by T and by run, and room for the tables. */
export function weigh(layout: Layout, count: Float64Array): WeighedLayout {
  const { rate, recency, firstRow, rowT, rowRecency } = layout;
  const counts = arranged(count, rate.runs);
  const weighed = weighRate(rate, counts);
  return {
    layout,
    rate: weighed,
    rows: dropoutRows(counts.subarray(firstRow), rowT, rowRecency, weighed.logT, recency.length),
    longestT: rate.T.reduce((longest, t) => Math.max(longest, t), 0),
    sums: new Float64Array(SUM.length),
  };
}

/**
 * Tables of ln(1+t/α) and of its slope. With α beyond all T, α/(α+t) is close to 1. The number −t/(α+t), which differs
 * from it by 1, keeps its digits: only differences of slopes are used.
 */
export function fillTables(data: WeighedLayout, alpha: number): void {
  const { layout, rows, longestT } = data;
  const far = alpha > longestT;
  fillTable(layout.rate.T, alpha, far, rows.logT, rows.slopeT);
  fillTable(layout.recency, alpha, far, rows.logRecency, rows.slopeRecency);
  rows.slopeOrigin = far ? -1 : 1;
  rows.largestLog = Math.log1p(longestT / alpha);
}

function fillTable(times: Float64Array, alpha: number, far: boolean, log: Float64Array, slope: Float64Array): void {
  for (let k = 0; k < times.length; k++) {
    const t = times[k];
    log[k] = Math.log1p(t / alpha);
    slope[k] = (far ? -t : alpha) / (alpha + t);
  }
}
