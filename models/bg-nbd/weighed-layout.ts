import { arranged } from "../../src/math/runs.ts";
import { type DropoutRows, dropoutRows, SUM } from "./dropout-sums.ts";
import type { Layout } from "./layout.ts";

/** A layout with its weights, and the room in which one evaluation works. */
export interface WeighedLayout {
  readonly layout: Layout;
  readonly rows: DropoutRows;
  readonly customers: number;
  readonly longestT: number;
  /** Per distinct T: its customers, and their repeat purchases. */
  readonly customersOfT: Float64Array;
  readonly purchasesOfT: Float64Array;
  /** Per run: the customers of this run and all later ones; N_k from the previous run's x up to this one's. */
  readonly atLeast: Float64Array;
  readonly sums: Float64Array;
}

/** Weighs a layout: customers by T and by run, and room for the tables. */
export function weigh(layout: Layout, count: Float64Array): WeighedLayout {
  const { runs, T, recency, firstRepeat, runStart } = layout;
  const counts = arranged(count, runs);
  const customersOfT = new Float64Array(T.length);
  const purchasesOfT = new Float64Array(T.length);
  const customers = addByT(layout, counts, customersOfT, purchasesOfT);
  const weight = counts.subarray(firstRepeat);
  const atLeast = new Float64Array(runStart.length - 1);
  let later = 0;
  for (let run = atLeast.length - 1; run >= 0; run--) {
    later += sumOf(weight, runStart[run], runStart[run + 1]);
    atLeast[run] = later;
  }
  return {
    layout,
    rows: dropoutRows(weight, layout.rowT, layout.rowRecency, T.length, recency.length),
    customers,
    longestT: T.reduce((longest, t) => Math.max(longest, t), 0),
    customersOfT,
    purchasesOfT,
    atLeast,
    sums: new Float64Array(SUM.length),
  };
}

/** Adds customers and their repeat purchases to the sums of their T; returns all customers. */
function addByT(
  { frequency, placeOfT }: Layout,
  count: Float64Array,
  ofT: Float64Array,
  purchasesOfT: Float64Array,
): number {
  let customers = 0;
  for (let i = 0; i < placeOfT.length; i++) {
    const w = count[i];
    const place = placeOfT[i];
    customers += w;
    ofT[place] += w;
    purchasesOfT[place] += w * frequency[i];
  }
  return customers;
}

function sumOf(column: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += column[k];
  return sum;
}

/**
 * Tables of ln(1+t/α) and of its slope. With α beyond all T, α/(α+t) is close to 1 and −t/(α+t), which differs from it by
 * 1, keeps its digits: only differences of slopes are used.
 */
export function fillTables(data: WeighedLayout, alpha: number): void {
  const { layout, rows, longestT } = data;
  const far = alpha > longestT;
  fillTable(layout.T, alpha, far, rows.logT, rows.slopeT);
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
