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

/** Neighbours of equal x for which histories count as sorted by x. */
const SORTED = 8;

/**
 * Groups histories by (x, T). Where they are sorted by x, the groups are found run by run of equal neighbours. A pair that
 * comes again in another run then gets another group.
 */
export function groupHistories(histories: HistoryColumns): HistoryGroups {
  const { length, frequency } = histories;
  let runs = 1;
  for (let k = 1; k < length; k++) if (frequency[k] !== frequency[k - 1]) runs++;
  return length < SORTED * runs ? groupPairs(histories) : groupRuns(histories);
}

function groupPairs({ length, frequency, T }: HistoryColumns): HistoryGroups {
  const [xs, Ts] = [distinct(frequency, length), distinct(T, length)];
  const width = Ts.values.length;
  // A loop, for Float64Array.from with a function takes several times as long.
  const pair = new Float64Array(length);
  for (let k = 0; k < length; k++) pair[k] = xs.place[k] * width + Ts.place[k];
  const pairs = distinct(pair, length);
  return {
    group: pairs.place,
    frequency: pairs.values.map((one) => xs.values[Math.floor(one / width)]),
    T: pairs.values.map((one) => Ts.values[one % width]),
  };
}

function groupRuns({ length, frequency, T }: HistoryColumns): HistoryGroups {
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
