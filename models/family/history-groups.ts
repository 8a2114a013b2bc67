import { distinct } from "../../src/math/distinct.ts";
import type { HistoryColumns } from "../../src/model.ts";

/** Histories grouped by the part of the past that matters for a customer alive at T: x and T. */
export interface HistoryGroups {
  /** Of each history, its group. */
  readonly group: Int32Array;
  /** Of each group. */
  readonly frequency: Float64Array;
  readonly T: Float64Array;
}

/** Groups histories by (x, T), run by run of equal neighbours x; a pair that comes again in another run gets another group. */
export function groupHistories({ length, frequency, T }: HistoryColumns): HistoryGroups {
  const group = new Int32Array(length);
  const [xs, Ts]: [number[], number[]] = [[], []];
  for (let begin = 0, end = 0; begin < length; begin = end) {
    const x = frequency[begin];
    while (end < length && frequency[end] === x) end++;
    const first = xs.length;
    const { values, place } = distinct(T.subarray(begin, end), end - begin);
    for (const age of values) {
      xs.push(x);
      Ts.push(age);
    }
    for (let k = begin; k < end; k++) group[k] = first + place[k - begin];
  }
  return { group, frequency: Float64Array.from(xs), T: Float64Array.from(Ts) };
}
