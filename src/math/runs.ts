import { distinct } from "./distinct.ts";

/** The rows of a column sorted into runs of equal value: run k has `value[k]` and the rows `row[start[k]]` up to `row[start[k + 1]]`. */
export interface Runs {
  /** Ascending. */
  readonly value: Float64Array;
  readonly start: Int32Array;
  readonly row: Int32Array;
}

/** Sorts the first `length` rows of a column with few distinct values: a counting sort, stable. */
export function runsOf(column: Float64Array, length: number): Runs {
  const { values, place } = distinct(column, length);
  const value = values.slice().sort();
  const runOfPlace = new Map(Array.from(value, (v, run) => [v, run]));
  const run = Int32Array.from(values, (v) => runOfPlace.get(v)!);
  const start = new Int32Array(value.length + 1);
  countRuns(place, run, start);
  for (let k = 0; k < value.length; k++) start[k + 1] += start[k];
  const row = new Int32Array(length);
  placeRows(place, run, start.slice(), row);
  return { value, start, row };
}

/** Counts the rows of run k at k + 1. */
function countRuns(place: Int32Array, run: Int32Array, count: Int32Array): void {
  for (let i = 0; i < place.length; i++) count[run[place[i]] + 1]++;
}

function placeRows(place: Int32Array, run: Int32Array, next: Int32Array, row: Int32Array): void {
  for (let i = 0; i < place.length; i++) row[next[run[place[i]]]++] = i;
}
