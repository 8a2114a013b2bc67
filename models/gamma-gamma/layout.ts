import { runsOf } from "../../src/math/runs.ts";
import type { SpendHistories } from "../../src/model.ts";

/** Spend histories laid out for the likelihood loop: in runs of equal x, with the total spent on repeat purchases. */
export interface Layout {
  /** Run k has frequency `runFrequency[k]` and the rows `runStart[k]` up to `runStart[k + 1]`. */
  readonly runFrequency: Float64Array;
  readonly runStart: Int32Array;
  /** Of each row: its history, mx and ln mx. */
  readonly rowHistory: Int32Array;
  readonly total: Float64Array;
  readonly logTotal: Float64Array;
}

/** Lays out spend histories: a counting sort by x, and one logarithm for each. */
export function layOut(histories: SpendHistories): Layout {
  const { value, start, row } = runsOf(histories.frequency, histories.length);
  const total = new Float64Array(row.length);
  const logTotal = new Float64Array(row.length);
  for (let i = 0; i < row.length; i++) {
    total[i] = histories.frequency[row[i]] * histories.monetaryValue[row[i]];
    logTotal[i] = Math.log(total[i]);
  }
  return { runFrequency: value, runStart: start, rowHistory: row, total, logTotal };
}
