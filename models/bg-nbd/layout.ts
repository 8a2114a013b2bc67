import { distinct } from "../../src/math/distinct.ts";
import type { Histories } from "../../src/model.ts";

/**
 * Histories laid out for the likelihood loop: everything that depends on neither the parameters nor the counts.
 *
 * Repeat buyers stand in runs of equal x, so that what depends on x alone is a constant of the run; T and t_x are
 * places in tables of their distinct values, so that a logarithm is taken once per value and not once per history.
 */
export interface Layout {
  /** x of each history. */
  readonly frequency: Float64Array;
  /** Distinct T over all histories, and of each history its place there. */
  readonly T: Float64Array;
  readonly placeOfT: Int32Array;
  /** Distinct t_x over repeat buyers. */
  readonly recency: Float64Array;
  /** Run k has frequency `runFrequency[k]` and the rows `runStart[k]` up to `runStart[k + 1]`. */
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
  const ages = distinct(histories.T, length);
  const frequencies = distinct(frequency, length);
  const order = Array.from(frequencies.values.keys()).sort((i, j) => frequencies.values[i]! - frequencies.values[j]!);
  const runs = order.filter((place) => frequencies.values[place]! > 0);

  const next = new Int32Array(frequencies.values.length).fill(-1);
  const size = new Int32Array(frequencies.values.length);
  for (let i = 0; i < length; i++) size[frequencies.place[i]!]!++;
  const runStart = new Int32Array(runs.length + 1);
  for (let k = 0; k < runs.length; k++) {
    next[runs[k]!] = runStart[k]!;
    runStart[k + 1] = runStart[k]! + size[runs[k]!]!;
  }

  const rows = runStart[runs.length]!;
  const rowHistory = new Int32Array(rows);
  const rowT = new Int32Array(rows);
  const recency = new Float64Array(rows);
  for (let i = 0; i < length; i++) {
    const place = frequencies.place[i]!;
    if (next[place]! < 0) continue;
    const row = next[place]!++;
    rowHistory[row] = i;
    rowT[row] = ages.place[i]!;
    recency[row] = histories.recency[i]!;
  }
  const recencies = distinct(recency, rows);
  return {
    frequency,
    T: ages.values,
    placeOfT: ages.place,
    recency: recencies.values,
    runFrequency: Float64Array.from(runs, (place) => frequencies.values[place]!),
    runStart,
    rowHistory,
    rowT,
    rowRecency: recencies.place,
  };
}
