import { ClvError } from "../errors.ts";
import type { SegmentRule } from "./scheme.ts";

/** Cut points of the scores 1 to 5 of `rfm`, held fixed through time. */
export interface RfmCuts {
  /** Most periods since the last purchase for R = 5, 4, 3 and 2: rising. */
  readonly recency: readonly number[];
  /** Most orders to date for F = 1, 2, 3 and 4: rising. */
  readonly orders: readonly number[];
}

export const RFM_CUTS: RfmCuts = { recency: [0, 1, 3, 6], orders: [1, 2, 3, 5] };

/**
 * Cut points as they are typed: those of recency, a slash, those of orders.
 *
 * @throws ClvError `usage` unless there are four rising whole numbers of each
 * @example
 * readRfmCuts("0,1,3,6/1,2,3,5").orders; // [1, 2, 3, 5]
 */
export function readRfmCuts(text: string): RfmCuts {
  const [recency = [], orders = [], more] = text.split("/").map((list) => list.split(",").map(Number));
  const rising = (cuts: readonly number[], least: number): boolean =>
    cuts.length === 4 && cuts.every((cut, k) => Number.isInteger(cut) && cut >= (k === 0 ? least : cuts[k - 1] + 1));
  if (more === undefined && rising(recency, 0) && rising(orders, 1)) return { recency, orders };
  throw new ClvError("usage", {
    where: "--cuts",
    expected: "four increasing whole numbers of periods, a slash, and four of orders",
    got: text,
    wayOut: "For example 0,1,3,6/1,2,3,5: R is 5 up to 0 periods, and F is 1 up to 1 order.",
  });
}

/** The ten named segments by the scores of R and F from 1 to 5: first and last score of each. Disjoint, and together they are the whole grid. */
export const NAMED: readonly { readonly name: string; readonly R: Scores; readonly F: Scores }[] = [
  { name: "champions", R: [5, 5], F: [4, 5] },
  { name: "loyal", R: [3, 4], F: [4, 5] },
  { name: "potential loyal", R: [4, 5], F: [2, 3] },
  { name: "new", R: [5, 5], F: [1, 1] },
  { name: "promising", R: [4, 4], F: [1, 1] },
  { name: "need attention", R: [3, 3], F: [3, 3] },
  { name: "about to sleep", R: [3, 3], F: [1, 2] },
  { name: "cannot lose", R: [1, 2], F: [5, 5] },
  { name: "at risk", R: [1, 2], F: [3, 4] },
  { name: "hibernating", R: [1, 2], F: [1, 2] },
];

type Scores = readonly [number, number];

/** The place in {@link NAMED} of the segment with these scores. */
export function namedSegment(R: number, F: number): number {
  return NAMED.findIndex((one) => R >= one.R[0] && R <= one.R[1] && F >= one.F[0] && F <= one.F[1]);
}

/**
 * Scores from 1 to 5 by mid-rank: 1 + min(4, ⌊5·(2·less + equal)/(2n)⌋) in whole numbers. Equal values have equal scores, and neither the
 * order of the rows nor the ids matter. A score may be empty, where most values are equal.
 *
 * @param values finite; more is better
 * @example
 * midRankScores(Float64Array.of(1, 1, 1, 1, 1, 1, 2, 2, 3, 9)).join(""); // "2222224455"
 */
export function midRankScores(values: Float64Array): Uint8Array {
  const sorted = values.slice().sort();
  const n = values.length;
  const scoreOf = new Map<number, number>();
  for (let k = 0; k < n; ) {
    let end = k;
    while (end < n && sorted[end] === sorted[k]) end++;
    scoreOf.set(sorted[k], 1 + Math.min(4, Math.floor((5 * (k + end)) / (2 * n))));
    k = end;
  }
  return Uint8Array.from(values, (value) => scoreOf.get(value)!);
}

export function rangesOf({ R, F }: { readonly R: Scores; readonly F: Scores }, { recency, orders }: RfmCuts) {
  const mostOrders = (score: number): number | null => orders[score - 1] ?? null;
  return {
    recency: [R[1] === 5 ? 0 : recency[4 - R[1]] + 1, recency[5 - R[0]] ?? null],
    orders: [F[0] === 1 ? 1 : orders[F[0] - 2] + 1, mostOrders(F[1])],
  } satisfies Pick<SegmentRule, "recency" | "orders">;
}
