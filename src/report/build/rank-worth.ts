import { quickselect } from "simple-statistics";
import { worthOfScores } from "../../predict/filled-columns.ts";
import type { Scores } from "../../predict/score.ts";
import type { Worth } from "../report-data.ts";

/** The customers in the order of their CLV. */
export interface RankedWorth {
  readonly measure: Worth;
  /** By customer, in the order of the base; NaN where there is none. */
  readonly byCustomer: Float64Array;
  /** Worth of the customers that have one, largest first. */
  readonly descending: Float64Array;
  /** 1 + the customers worth more. */
  rank(customer: number): number;
  /** The customers worth most, most first; of the same worth, the first in the base first. */
  best(count: number): number[];
}

/** Ranks customers by CLV; by expected purchases where there are no values. */
export function rankWorth(scores: Scores): RankedWorth {
  const byCustomer = worthOfScores(scores);
  const descending = byCustomer
    .filter((worth) => !Number.isNaN(worth))
    .sort()
    .reverse();
  return {
    measure: scores.value ? "value" : "purchases",
    byCustomer,
    descending,
    rank: (customer) => 1 + worthMore(descending, byCustomer[customer]),
    best: (count) => largest(byCustomer, count),
  };
}

/** The indices of the `count` largest values, largest first; ties in the order of the column, NaN never. */
export function largest(values: Float64Array, count: number): number[] {
  const known = values.filter((value) => !Number.isNaN(value));
  const place = known.length - count;
  if (place >= 0) quickselect(known as unknown as number[], place);
  const threshold = known[place] ?? Number.NEGATIVE_INFINITY;
  const kept: number[] = [];
  for (let k = 0; k < values.length; k++) if (values[k] >= threshold) kept.push(k);
  return kept.sort((a, b) => values[b] - values[a] || a - b).slice(0, count);
}

/** How many of the values, largest first, are greater than `worth`: by bisection. */
function worthMore(descending: Float64Array, worth: number): number {
  let low = 0;
  let high = descending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (descending[middle] > worth) low = middle + 1;
    else high = middle;
  }
  return low;
}
