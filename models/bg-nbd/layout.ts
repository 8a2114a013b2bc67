import { distinct } from "../../src/math/distinct.ts";
import { runsOf } from "../../src/math/runs.ts";
import type { Histories } from "../../src/model.ts";

/**
 * Histories laid out for the likelihood loop: everything that depends on neither the parameters nor the counts.
 *
 * Repeat buyers stand in runs of equal x, so that what depends on x alone is a constant of the run; T and t_x are
 * places in tables of their distinct values, so that a logarithm is taken once per value and not once per history.
 */
export interface Layout {
  /** Of each history: x, and the place of its T among the distinct ones. */
  readonly frequency: Float64Array;
  readonly placeOfT: Int32Array;
  readonly T: Float64Array;
  /** Distinct t_x of repeat buyers. */
  readonly recency: Float64Array;
  /** Run k has frequency `runFrequency[k]` > 0, ascending, and the rows `runStart[k]` up to `runStart[k + 1]`. */
  readonly runFrequency: Float64Array;
  readonly runStart: Int32Array;
  /** Of each row: its history, and the places of its T and t_x. */
  readonly rowHistory: Int32Array;
  readonly rowT: Int32Array;
  readonly rowRecency: Int32Array;
}

/** Lays out histories: a counting sort by x, and the distinct T and t_x. */
export function layOut(histories: Histories): Layout {
  const { length, frequency } = histories;
  const runs = runsOf(frequency, length);
  const first = runs.value[0] === 0 ? 1 : 0;
  const skipped = runs.start[first] ?? 0;
  const rowHistory = runs.row.subarray(skipped);
  const ages = distinct(histories.T, length);
  const recency = new Float64Array(rowHistory.length);
  gather(histories.recency, rowHistory, recency);
  const recencies = distinct(recency, recency.length);
  const rowT = new Int32Array(rowHistory.length);
  gather(ages.place, rowHistory, rowT);
  return {
    frequency,
    placeOfT: ages.place,
    T: ages.values,
    recency: recencies.values,
    runFrequency: runs.value.subarray(first),
    runStart: runs.start.subarray(first).map((start) => start - skipped),
    rowHistory,
    rowT,
    rowRecency: recencies.place,
  };
}

function gather<Column extends Float64Array | Int32Array>(column: Column, rows: Int32Array, to: Column): void {
  for (let row = 0; row < rows.length; row++) to[row] = column[rows[row]];
}
