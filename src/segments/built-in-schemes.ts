import { NAMED, RFM_CUTS, type RfmCuts, rangesOf } from "./rfm.ts";
import { layScheme, type Range, type Scheme, type SegmentRule } from "./scheme.ts";

/** The schemes that need no file. */
export const SCHEMES = ["micro", "recency", "rfm"] as const;

/**
 * A scheme without a file. `micro`: whole periods since the last purchase × orders in a window of 12 periods. The
 * others are `recency`: the former alone; and `rfm`: ten named segments by fixed cut points.
 *
 * @param cuts of `rfm`
 */
export function builtInScheme(name: (typeof SCHEMES)[number], cuts: RfmCuts = RFM_CUTS): Scheme {
  switch (name) {
    case "recency":
      return layScheme({ name, segments: recencies(6).map(([label, recency]) => ({ name: label, recency })) });
    case "micro":
      return layScheme({ name, window: 12, segments: micro(6, [1, 2, 4]) });
    case "rfm":
      return layScheme({ name, segments: NAMED.map((one) => ({ name: one.name, ...rangesOf(one, cuts) })) });
  }
}

/** Each recency up to a cap, and all from there on as one. */
function recencies(cap: number): (readonly [string, Range])[] {
  return Array.from({ length: cap + 1 }, (_, r) => (r < cap ? [`r${r}`, [r, r]] : [`r${r}+`, [r, null]]));
}

/** Recency × orders. Only a customer silent for the whole window has no orders in it. */
function micro(cap: number, cuts: readonly number[]): SegmentRule[] {
  const bands = cuts.map((from, k): readonly [string, Range] => {
    const next = cuts[k + 1];
    if (next === undefined) return [`o${from}+`, [from, null]];
    return [from + 1 === next ? `o${from}` : `o${from}-${next - 1}`, [from, next - 1]];
  });
  const cells = recencies(cap).flatMap(([r, recency]) =>
    bands.map(([o, orders]) => ({ name: `${r} ${o}`, recency, orders })),
  );
  return [...cells, { name: `r${cap}+ o0`, orders: [0, 0] }];
}
