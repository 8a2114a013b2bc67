import { distinct } from "./distinct.ts";

/** The rows of a column sorted into runs of equal value: run k has `value[k]` and the places `start[k]` up to `start[k + 1]`. */
export interface Runs {
  /** Ascending. */
  readonly value: Float64Array;
  readonly start: Int32Array;
  /** The row in each place; undefined if the column already ascends. */
  readonly row: Int32Array | undefined;
}

/** Sorts the first `length` rows of a column with few distinct values: a counting sort, stable. */
export function runsOf(column: Float64Array, length: number): Runs {
  if (ascends(column, length)) return runsInOrder(column, length);
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

/** A column in the order of its runs; the column itself where it is already in that order. */
export function arranged(column: Float64Array, { row }: Runs): Float64Array {
  if (row === undefined) return column;
  const out = new Float64Array(row.length);
  for (let k = 0; k < out.length; k++) out[k] = column[row[k]];
  return out;
}

function ascends(column: Float64Array, length: number): boolean {
  let descents = 0;
  for (let k = 1; k < length; k++) descents += Number(column[k] < column[k - 1]);
  return descents === 0;
}

function runsInOrder(column: Float64Array, length: number): Runs {
  const start: number[] = [];
  for (let k = 0; k < length; k++) if (k === 0 || column[k] !== column[k - 1]) start.push(k);
  return {
    value: Float64Array.from(start, (k) => column[k]),
    start: Int32Array.from([...start, length]),
    row: undefined,
  };
}

/** Counts the rows of run k at k + 1. */
function countRuns(place: Int32Array, run: Int32Array, count: Int32Array): void {
  for (let i = 0; i < place.length; i++) count[run[place[i]] + 1]++;
}

function placeRows(place: Int32Array, run: Int32Array, next: Int32Array, row: Int32Array): void {
  for (let i = 0; i < place.length; i++) row[next[run[place[i]]]++] = i;
}
