import { distinct } from "../../src/math/distinct.ts";
import { arranged, type Runs, runsOf } from "../../src/math/runs.ts";
import type { Histories } from "../../src/model.ts";

/**
 * Histories laid out for the likelihood loop: everything that depends on neither the parameters nor the counts.
 *
 * They stand in runs of equal x, those without a repeat purchase before all others, so that what depends on x alone is a
 * constant of the run; T and t_x are places in tables of their distinct values, so that a logarithm is taken once per value and
 * not once per history.
 */
export interface Layout {
  /** How the histories are arranged, all of them. */
  readonly runs: Runs;
  /** Of each history: x, and the place of its T among the distinct ones. */
  readonly frequency: Float64Array;
  readonly placeOfT: Int32Array;
  readonly T: Float64Array;
  /** Distinct t_x. */
  readonly recency: Float64Array;
  /** Where the histories with repeat purchases begin. The rows below are theirs, counted from there. */
  readonly firstRepeat: number;
  /** Run k has frequency `runFrequency[k]` > 0, ascending, and the rows `runStart[k]` up to `runStart[k + 1]`. */
  readonly runFrequency: Float64Array;
  readonly runStart: Int32Array;
  /** Of each row: the places of its T and t_x. */
  readonly rowT: Int32Array;
  readonly rowRecency: Int32Array;
}

/** Lays out histories: those that stand in the order of x, as ours do, are neither sorted nor copied. */
export function layOut({ length, frequency, recency, T }: Histories): Layout {
  const runs = runsOf(frequency, length);
  const first = runs.value[0] === 0 ? 1 : 0;
  const firstRepeat = runs.start[first] ?? 0;
  const ages = distinct(arranged(T, runs), length);
  const recencies = distinct(arranged(recency, runs), length);
  return {
    runs,
    frequency: arranged(frequency, runs),
    placeOfT: ages.place,
    T: ages.values,
    recency: recencies.values,
    firstRepeat,
    runFrequency: runs.value.subarray(first),
    runStart: runs.start.subarray(first).map((start) => start - firstRepeat),
    rowT: ages.place.subarray(firstRepeat),
    rowRecency: recencies.place.subarray(firstRepeat),
  };
}
