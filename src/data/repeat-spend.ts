import { MILLION } from "./decimal.ts";

/** The total value of repeat purchases of all customers with the same x, by x > 0, ascending. */
export interface RepeatSpend {
  readonly frequency: Float64Array;
  /** Σ x·m over the customers with this x, in millionths of the money unit. */
  readonly total: Float64Array;
}

/**
 * Adds up the value of repeat purchases, in millionths, by their number x. The terms are whole numbers, so the sums are
 * exact in any order. Each sum is rounded once.
 *
 * @param x repeat purchases of each customer, or of each group of customers
 * @param total their value, in whole millionths; see {@link totalsOf}
 */
export function sumRepeatSpend(x: Float64Array, total: Float64Array): RepeatSpend {
  const places = new Map<number, number>();
  // Two halves, each of which a double holds exactly: Σ = high·2²⁶ + low.
  const high: number[] = [];
  const low: number[] = [];
  for (let k = 0; k < x.length; k++) {
    if (!(x[k] > 0)) continue;
    let place = places.get(x[k]);
    if (place === undefined) {
      place = high.length;
      places.set(x[k], place);
      high.push(0);
      low.push(0);
    }
    const above = Math.floor(total[k] / HALF);
    high[place] += above;
    low[place] += total[k] - above * HALF;
  }
  const frequency = Float64Array.from(places.keys()).sort();
  return { frequency, total: frequency.map((key) => high[places.get(key)!] * HALF + low[places.get(key)!]) };
}

const HALF = 2 ** 26;

/**
 * x·m of each customer in whole millionths, ties to even; 0 for x = 0. Exact where m is a whole number of millionths
 * over x, for totals up to 2⁵¹ millionths.
 */
export function totalsOf(x: Float64Array, m: Float64Array): Float64Array {
  return x.map((frequency, k) => (frequency > 0 ? nearestEven(m[k] * (frequency * MILLION)) : 0));
}

function nearestEven(value: number): number {
  const up = Math.round(value);
  return up - value === 0.5 && up % 2 !== 0 ? up - 1 : up;
}
