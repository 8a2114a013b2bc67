import { descending } from "../math/ranks.ts";
import { exactSums } from "./exact-sums.ts";

/** The usual tops, and the usual shares of the value. */
const TOPS: readonly number[] = [0.01, 0.05, 0.1, 0.25, 0.5];
const VALUE_SHARES: readonly number[] = [0.2, 0.5, 0.8, 0.95];

/** Customers between two tops, best first: from more than `above` to `upTo` of all. */
export interface Tier {
  /** Shares of the customers that bound it, as requested; ties may make it larger. */
  readonly above: number;
  readonly upTo: number;
  readonly customers: number;
  /** The least value within it. */
  readonly threshold: number;
  /** Σ value in millionths. */
  readonly value: bigint;
  /** Part of the whole value; absent where a value is below 0. */
  readonly share?: number;
  /** Sums of other columns over it, by name: revenue to date, actual values of the holdout. */
  readonly also: Readonly<Record<string, bigint>>;
}

/** The smallest set of best customers that holds a share of the value. */
export interface SmallestSet {
  readonly share: number;
  readonly customers: number;
  /** The least value within it. */
  readonly threshold: number;
}

/** Customers in descending order of value; those without one are left out. */
interface Order {
  readonly places: Uint32Array;
  readonly values: Float64Array;
}

/**
 * Cuts customers into tiers by value. The threshold of a top is the value of the ⌈q·n⌉-th best, and all at or above it
 * are in. Ties are never split, so neither ids nor the order of rows decide.
 *
 * A tier may be empty where ties have drawn its customers into the one above; it is left out. Customers without a value (NaN) are in no tier.
 *
 * @param value net CLV
 * @param tops shares in (0, 1), ascending
 * @param also columns to be added up within the tiers; NaN counts as 0
 * @example
 * const [best] = tiersByRank(Float64Array.of(30, 50, 5, 15), [0.25]);
 * best.customers; // 1
 * best.threshold; // 50
 * best.share; // 0.5
 */
export function tiersByRank(
  value: Float64Array,
  tops: readonly number[] = TOPS,
  also: Readonly<Record<string, Float64Array>> = {},
): Tier[] {
  const order = bestFirst(value);
  const bounds = [...tops, 1];
  const tierOf = new Uint32Array(value.length).fill(bounds.length);
  let begin = 0;
  const ends = bounds.map((top, tier) => {
    const end = Math.max(begin, endOfTies(order, wholeCeil(top * order.places.length)));
    for (let k = begin; k < end; k++) tierOf[order.places[k]] = tier;
    return (begin = end);
  });
  const parts = { of: tierOf, count: bounds.length + 1 };
  const sums = exactSums(value, parts);
  const others = Object.entries(also).map(([name, column]) => [name, exactSums(column, parts).sum] as const);
  const whole = sums.sum.reduce((sum, part) => sum + part, 0n);
  const shared = whole > 0n && sums.negative.every(({ customers }) => customers === 0);
  return bounds.flatMap((upTo, tier) => {
    const customers = ends[tier] - (tier === 0 ? 0 : ends[tier - 1]);
    if (customers === 0) return [];
    return {
      above: tier === 0 ? 0 : bounds[tier - 1],
      upTo,
      customers,
      threshold: value[order.places[ends[tier] - 1]],
      value: sums.sum[tier],
      ...(shared && { share: Number(sums.sum[tier]) / Number(whole) }),
      also: Object.fromEntries(others.map(([name, sum]) => [name, sum[tier]])),
    };
  });
}

/**
 * The smallest sets of best customers that hold shares of the value, ties never split.
 *
 * Values below 0 are left out of the whole: otherwise a set could have more than all of it.
 *
 * @example
 * smallestSets(Float64Array.of(30, 50, 5, 15), [0.75]); // [{ share: 0.75, customers: 2, threshold: 30 }]
 */
export function smallestSets(value: Float64Array, shares: readonly number[] = VALUE_SHARES): SmallestSet[] {
  const order = bestFirst(value);
  const positive = value.map((one) => Math.max(one, 0));
  const whole = Number(exactSums(positive).sum[0]);
  const sets: SmallestSet[] = [];
  let cumulated = 0;
  for (let k = 0; k < order.places.length && sets.length < shares.length; k++) {
    cumulated += Math.round(positive[order.places[k]] * 1e6);
    while (sets.length < shares.length && whole > 0 && cumulated >= shares[sets.length] * whole) {
      const customers = endOfTies(order, k + 1);
      sets.push({ share: shares[sets.length], customers, threshold: order.values[customers - 1] });
    }
  }
  return sets;
}

/**
 * For each customer, whether it is in the best share of all. Ties are never split, and a value of 0 or less is never
 * best.
 *
 * @example
 * Array.from(topCustomers(Float64Array.of(30, 50, 5, 15), 0.25)); // [0, 1, 0, 0]
 */
export function topCustomers(value: Float64Array, share: number): Uint8Array {
  const order = bestFirst(value);
  const end = endOfTies(order, wholeCeil(share * order.places.length));
  const top = new Uint8Array(value.length);
  for (let k = 0; k < end; k++) if (order.values[k] > 0) top[order.places[k]] = 1;
  return top;
}

function bestFirst(value: Float64Array): Order {
  const known = Uint32Array.from(value.keys()).filter((k) => !Number.isNaN(value[k]));
  const order = descending(Float64Array.from(known, (k) => value[k]));
  const places = order.map((k) => known[k]);
  return { places, values: Float64Array.from(places, (k) => value[k]) };
}

/** The end of the customers with the same value as the `count`-th. */
function endOfTies({ values }: Order, count: number): number {
  let end = count;
  while (end > 0 && end < values.length && values[end] === values[end - 1]) end++;
  return end;
}

/** ⌈x⌉ of a share times a number. It ignores rounding that lifts a whole product: 0.07 × 100 is 7.000000000000001. */
function wholeCeil(x: number): number {
  return Math.ceil(x - 1e-9 * Math.max(1, x));
}
