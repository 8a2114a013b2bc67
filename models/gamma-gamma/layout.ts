import { arranged, type Runs, runsOf } from "../../src/math/runs.ts";
import type { SpendHistories } from "../../src/model.ts";

/** Spend histories laid out for the likelihood loop: in runs of equal x, with the total spent on repeat purchases. */
export interface Layout {
  /** Run k has frequency `runs.value[k]` and the rows `runs.start[k]` up to `runs.start[k + 1]`. */
  readonly runs: Runs;
  /** Of each row: mx and ln mx. */
  readonly total: Float64Array;
  readonly logTotal: Float64Array;
}

/** Lays out spend histories: a counting sort by x where they do not stand in its order, and one logarithm for each. */
export function layOut({ length, frequency, monetaryValue }: SpendHistories): Layout {
  const runs = runsOf(frequency, length);
  const x = arranged(frequency, runs);
  const m = arranged(monetaryValue, runs);
  const total = new Float64Array(length);
  const logTotal = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    total[row] = x[row] * m[row];
    logTotal[row] = Math.log(total[row]);
  }
  return { runs, total, logTotal };
}
