import type { Scheme } from "./scheme.ts";
import { ordersBand, type Runs } from "./state.ts";

/** Customers by segment at the end of periods, and how they moved. */
export interface Moves {
  readonly segments: number;
  /** The periods at whose ends there are snapshots, from `first` on. */
  readonly first: number;
  readonly length: number;
  /** Customers at [period × segment]. */
  readonly snapshots: Float64Array;
  /** Of these, customers new in the period, or in the first one up to it. */
  readonly entries: Float64Array;
  /** Customers at [(period × segment) × segment]: from the end of a period to that of the next one. */
  readonly counts: Float64Array;
  /** The same over all periods, by block: [(block × segment) × segment]. */
  readonly byBlock: Float64Array;
  /**
   * The purchases of a segment's customers in the period after: orders, and their value in millionths, [period ×
   * segment].
   */
  readonly orders: Float64Array;
  readonly worth: Float64Array;
  /** The same over all periods, by block: [block × segment]. */
  readonly ordersByBlock: Float64Array;
  readonly worthByBlock: Float64Array;
}

/**
 * The snapshots at the ends of the periods `first` to `first + length − 1` and the moves between them, from runs that begin up to the last.
 *
 * Moves and entries into a segment add up to its next snapshot.
 *
 * @param runs asked for with the cuts and the window of the scheme
 */
export function movesOfRuns(runs: Runs, scheme: Scheme, first: number, length: number, blocks: number): Moves {
  const segments = scheme.segments.length;
  const table = (): Float64Array => new Float64Array(length * segments);
  const [snapshots, entries, orders, worth] = [table(), table(), table(), table()];
  const counts = new Float64Array(Math.max(0, length - 1) * segments * segments);
  const byBlock = new Float64Array(blocks * segments * segments);
  const [ordersByBlock, worthByBlock] = [new Float64Array(blocks * segments), new Float64Array(blocks * segments)];
  followRuns(runs, scheme, first, length, (k, period, here, next) => {
    const customers = runs.customers[k];
    const row = (period - first) * segments + here;
    const opens = period === Math.max(runs.at[k], first);
    if (opens && (period === first || runs.first[k] === 1)) entries[row] += customers;
    snapshots[row] += customers;
    if (next === undefined) return;
    if (comesBackAfter(runs, k, period)) {
      orders[row] += runs.orders[k];
      worth[row] += runs.worth[k];
      ordersByBlock[runs.block[k] * segments + here] += runs.orders[k];
      worthByBlock[runs.block[k] * segments + here] += runs.worth[k];
    }
    counts[row * segments + next] += customers;
    byBlock[(runs.block[k] * segments + here) * segments + next] += customers;
  });
  return {
    ...{ segments, first, length, snapshots, entries, counts, byBlock },
    ...{ orders, worth, ordersByBlock, worthByBlock },
  };
}

/**
 * Follows the customers of each run through the ends of the periods `first` to `first + length − 1`.
 *
 * @param each takes the run, a period, the segment at its end and that at the end of the next one, which the last has not
 */
export function followRuns(
  runs: Runs,
  scheme: Scheme,
  first: number,
  length: number,
  each: (run: number, period: number, here: number, next: number | undefined) => void,
): void {
  const last = first + length - 1;
  for (let k = 0; k < runs.length; k++) {
    const [at, to] = [runs.at[k], runs.to[k]];
    const ends = to === at ? last : Math.min(to - 1, last);
    if (ends < first) continue;
    const ageOf = (cut: number): number => runs.ages[cut][k];
    const segmentAt = (period: number): number =>
      scheme.segmentOf(period - at, ordersBand(scheme, at, ageOf, period), runs.band[k]);
    let here = segmentAt(Math.max(at, first));
    for (let period = Math.max(at, first); period < last && period <= ends; period++) {
      const comesBack = comesBackAfter(runs, k, period);
      const next = comesBack ? scheme.segmentOf(0, runs.toOrders[k], runs.toBand[k]) : segmentAt(period + 1);
      each(k, period, here, next);
      here = next;
    }
    if (ends === last) each(k, last, here, undefined);
  }
}

/** Whether the customers of a run buy again in the period after this one. */
export function comesBackAfter({ to }: Runs, run: number, period: number): boolean {
  return period + 1 === to[run];
}
