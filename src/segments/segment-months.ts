import type { Random } from "../random/random.ts";
import { comesBackAfter, followRuns } from "./moves.ts";
import { quantileOf } from "./quantile-of.ts";
import { resampleBlocks } from "./resample-blocks.ts";
import type { Scheme } from "./scheme.ts";
import { BLOCKS, type Runs } from "./state.ts";

/** The purchases of a segment's customers at the end of a period in the next one. */
export interface SegmentMonth {
  /** The number of the period in which they bought; absent for all complete periods together. */
  readonly period?: number;
  /** Its place in the scheme. */
  readonly segment: number;
  /** Customers at the beginning of the period; over several periods each is counted in every one. */
  readonly customers: number;
  /** Those of them with a purchase in it. */
  readonly active: number;
  readonly orders: number;
  /** In millionths. */
  readonly worth: number;
  /** Intervals of the numbers per customer; absent where there are too few. */
  readonly perCustomer?: PerCustomer;
}

/** Ends of intervals, each per customer of the segment; worth in millionths. */
export interface PerCustomer {
  readonly active: Ends;
  readonly orders: Ends;
  readonly worth: Ends;
}

/** The ends of an interval. */
export interface Ends {
  readonly low: number;
  readonly high: number;
}

/** Resamples of the blocks of customers. */
const RESAMPLES = 199;

/** With fewer customers, or fewer active ones, the blocks have too little information for an interval. */
const [FEWEST, FEWEST_ACTIVE] = [30, 5];

/**
 * The months of a log by segment: the customers in a segment at the end of a period, and their purchases in the next
 * one.
 *
 * The intervals are joint: all of them are read from the same resamples of {@link BLOCKS} blocks of customers.
 *
 * @param first the first period at whose end there are segments
 * @param complete for each period from `first` on, whether it was observed completely; the rows of all periods add up
 * the complete ones
 * @param level in (0, 1)
 * @returns the segments with customers, period by period, then over all periods
 */
export function segmentMonths(
  runs: Runs,
  scheme: Scheme,
  first: number,
  complete: readonly boolean[],
  level: number,
  random: Random,
): SegmentMonth[] {
  const { length } = complete;
  const size = scheme.segments.length;
  const cells = length * size;
  const table = (): Float64Array => new Float64Array(cells * BLOCKS);
  const blocks: Blocks = { customers: table(), active: table(), orders: table(), worth: table() };
  followRuns(runs, scheme, first, length, (k, period, here, next) => {
    if (next === undefined) return;
    const add = (row: number): void => {
      const at = (row * size + here) * BLOCKS + runs.block[k];
      blocks.customers[at] += runs.customers[k];
      if (!comesBackAfter(runs, k, period)) return;
      blocks.active[at] += runs.customers[k];
      blocks.orders[at] += runs.orders[k];
      blocks.worth[at] += runs.worth[k];
    };
    add(period - first);
    // The last row, where no next period is, holds all of them.
    if (complete[period + 1 - first]) add(length - 1);
  });
  const weights = Array.from({ length: RESAMPLES }, () => {
    const weight = new Float64Array(BLOCKS);
    resampleBlocks(random, weight);
    return weight;
  });
  return Array.from({ length: cells }, (_, cell): SegmentMonth | undefined => {
    const sums = cellSums(blocks, cell);
    if (sums.customers === 0) return undefined;
    const row = Math.floor(cell / size);
    const wanted = sums.customers >= FEWEST && sums.active >= FEWEST_ACTIVE;
    return {
      ...(row < length - 1 && { period: first + row + 1 }),
      ...{ segment: cell % size, ...sums },
      ...(wanted && { perCustomer: intervals(blocks, cell, weights, level) }),
    };
  }).filter((row) => row !== undefined);
}

/** Sums at [cell × block]. */
type Blocks = Readonly<Record<"customers" | "active" | "orders" | "worth", Float64Array>>;

function cellSums(blocks: Blocks, cell: number) {
  const sum = (column: Float64Array): number => {
    let total = 0;
    for (let b = 0; b < BLOCKS; b++) total += column[cell * BLOCKS + b];
    return total;
  };
  const { customers, active, orders, worth } = blocks;
  return { customers: sum(customers), active: sum(active), orders: sum(orders), worth: sum(worth) };
}

function intervals(blocks: Blocks, cell: number, weights: readonly Float64Array[], level: number): PerCustomer {
  const weighed = (column: Float64Array, weight: Float64Array): number => {
    let total = 0;
    for (let b = 0; b < BLOCKS; b++) total += weight[b] * column[cell * BLOCKS + b];
    return total;
  };
  const of = weights.map((weight) => weighed(blocks.customers, weight));
  const ends = (column: Float64Array): Ends => {
    const drawn = weights.map((weight, r) => weighed(column, weight) / of[r]).filter((share) => !Number.isNaN(share));
    const sorted = Float64Array.from(drawn).sort();
    return { low: quantileOf(sorted, (1 - level) / 2), high: quantileOf(sorted, (1 + level) / 2) };
  };
  return { active: ends(blocks.active), orders: ends(blocks.orders), worth: ends(blocks.worth) };
}
