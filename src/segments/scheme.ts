import { toMillionths } from "../data/decimal.ts";
import {
  arrayOf,
  type Field,
  nonNegative,
  oneOf,
  optional,
  type Read,
  readObject,
  text,
  unexpected,
  wholeNumber,
} from "../data/json-fields.ts";
import { ClvError } from "../errors.ts";
import { MOST_ORDERS } from "./state.ts";

/** A rule of a segment: bounds that include their ends, but for the upper end of a value. A bound left out holds for all. */
export interface SegmentRule {
  readonly name: string;
  /** Whole periods since that of the last purchase: 0 is the same period. */
  readonly recency?: Range;
  /** Orders within the window. */
  readonly orders?: Range;
  /** Mean value per order to date, in the unit of the log. */
  readonly value?: Range;
}

/** From the first to the second; null is no upper end. */
export type Range = readonly [number, number | null];

/** How customers are cut into segments: by rules, the first that fits. */
export interface SegmentRules {
  readonly name: string;
  /** Periods that orders count for, the present one included; all to date when left out. */
  readonly window?: number;
  readonly segments: readonly SegmentRule[];
}

/** Rules laid out over a grid of bands, so that each cell is of one segment. */
export interface Scheme extends SegmentRules {
  readonly window: number;
  /** Recency counts up to here; those silent longer are one band. */
  readonly recencyCap: number;
  readonly orderCuts: readonly number[];
  /** In millionths. */
  readonly valueCuts: readonly number[];
  /** The segment of a cell: recency, then bands of orders (0 is none within the window), then bands of values. */
  segmentOf(recency: number, orders: number, value: number): number;
}

/** The schemes that need no file. */
export const SCHEMES = ["micro", "recency", "rfm"] as const;

/** A version of the file of rules is raised when an old one can no longer be read as it was meant. */
const RULES_VERSION = 1;

/** Cut points of the scores 1 to 5 of `rfm`, held fixed through time. */
export interface RfmCuts {
  /** Most periods since the last purchase for R = 5, 4, 3 and 2: rising. */
  readonly recency: readonly number[];
  /** Most orders to date for F = 1, 2, 3 and 4: rising. */
  readonly orders: readonly number[];
}

const RFM_CUTS: RfmCuts = { recency: [0, 1, 3, 6], orders: [1, 2, 3, 5] };

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
    expected: "four rising whole numbers of periods, a slash, and four of orders",
    got: text,
    wayOut: "For example 0,1,3,6/1,2,3,5: R is 5 up to 0 periods, F is 1 up to 1 order.",
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

/**
 * A scheme without a file. `micro`: whole periods since the last purchase × orders in a window of 12 periods; `recency`: the former alone;
 * `rfm`: ten named segments by fixed cut points.
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

/** Recency × orders. Nobody has no orders in the window but those silent for at least as long. */
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

function rangesOf({ R, F }: { readonly R: Scores; readonly F: Scores }, { recency, orders }: RfmCuts) {
  const mostOrders = (score: number): number | null => orders[score - 1] ?? null;
  return {
    recency: [R[1] === 5 ? 0 : recency[4 - R[1]] + 1, recency[5 - R[0]] ?? null],
    orders: [F[0] === 1 ? 1 : orders[F[0] - 2] + 1, mostOrders(F[1])],
  } satisfies Pick<SegmentRule, "recency" | "orders">;
}

/**
 * Lays rules out over the grid of their bounds.
 *
 * @throws ClvError `usage` where a customer could be in no segment, or a rule never applies
 */
export function layScheme(rules: SegmentRules, where = `scheme ${rules.name}`): Scheme {
  const { segments, window = Number.POSITIVE_INFINITY } = rules;
  const cutsOf = (of: (rule: SegmentRule) => Range | undefined, step: 0 | 1): number[] => {
    const cuts = segments.flatMap((rule) => {
      const range = of(rule);
      return range === undefined ? [] : [range[0], range[1] === null ? 0 : range[1] + step];
    });
    return [...new Set(cuts)].filter((cut) => cut > 0).sort((a, b) => a - b);
  };
  const recencyCap = cutsOf(({ recency }) => recency, 1).at(-1) ?? 0;
  const orderCuts = cutsOf(({ orders }) => orders, 1).filter((cut) => cut > 1);
  const worths = cutsOf(({ value }) => value, 0);
  requireCuts(orderCuts, where);
  const [orderBands, valueBands] = [orderCuts.length + 2, worths.length + 1];
  const cells = new Int32Array((recencyCap + 1) * orderBands * valueBands).fill(-1);
  const used = new Set<number>();
  for (let r = 0; r <= recencyCap; r++) {
    for (let o = 0; o < orderBands; o++) {
      // Without orders in the window, the last one is at least as old.
      if (o === 0 && !(window <= r || (r === recencyCap && window < Number.POSITIVE_INFINITY))) continue;
      const orders = o < 2 ? o : orderCuts[o - 2];
      for (let v = 0; v < valueBands; v++) {
        const value = v === 0 ? 0 : worths[v - 1];
        const found = segments.findIndex(
          (rule) =>
            within(rule.recency, r) &&
            within(rule.orders, orders) &&
            (rule.value === undefined || below(rule.value, value)),
        );
        if (found < 0) throw uncovered(where, r, orders, value);
        used.add(found);
        cells[(r * orderBands + o) * valueBands + v] = found;
      }
    }
  }
  const never = segments.find((_, k) => !used.has(k));
  if (never !== undefined) {
    throw new ClvError("usage", {
      where,
      expected: "rules that some customer can meet, the first that fits",
      got: `${never.name}, which rules before it leave nobody`,
      wayOut: "Put the narrower rule first, or leave it out.",
    });
  }
  return {
    ...{ ...rules, window, recencyCap, orderCuts, valueCuts: worths.map(toMillionths) },
    segmentOf: (recency, orders, value) =>
      cells[(Math.min(recency, recencyCap) * orderBands + orders) * valueBands + value],
  };
}

function within(range: Range | undefined, n: number): boolean {
  return range === undefined || (n >= range[0] && (range[1] === null || n <= range[1]));
}

function below([from, to]: Range, value: number): boolean {
  return value >= from && (to === null || value < to);
}

function requireCuts(cuts: readonly number[], where: string): void {
  const most = cuts.at(-1) ?? 0;
  if (most <= MOST_ORDERS) return;
  throw new ClvError("usage", { where, expected: `bounds of orders up to ${MOST_ORDERS}`, got: most });
}

function uncovered(where: string, recency: number, orders: number, value: number): ClvError {
  return new ClvError("usage", {
    where,
    expected: "a segment for every customer",
    got: `none for recency ${recency}, ${orders} orders and a mean value of ${value}`,
    wayOut: 'Add a last segment without bounds, such as {"name": "other"}.',
  });
}

/** The rule of a segment as a person reads it. */
export function ruleText(
  { recency, orders, value }: SegmentRule,
  { period, window }: { period: string; window: number },
): string {
  const range = ([from, to]: Range, unit: string): string => {
    if (to === null) return `${from} ${unit} or more`;
    return from === to ? `${from} ${unit}` : `${from} to ${to} ${unit}`;
  };
  const counted = window === Number.POSITIVE_INFINITY ? "orders to date" : `orders in ${window} ${period}s`;
  const parts = [
    ...(recency ? [`last purchase ${range(recency, `${period}s ago`)}`] : []),
    ...(orders ? [range(orders, counted)] : []),
    ...(value
      ? [value[1] === null ? `mean value ${value[0]} or more` : `mean value from ${value[0]} to below ${value[1]}`]
      : []),
  ];
  return parts.length === 0 ? "all others" : parts.join(", ");
}

const range =
  (read: Read<number>): Read<Range> =>
  (field) => {
    const [low, high] = arrayOf<number | null>((end) => (end.value === null ? null : read(end)), 2)(field);
    if (low === null || (high !== null && high < low))
      throw unexpected(field, "two bounds, the lower one first, null for no upper one");
    return [low, high];
  };

/**
 * The rules of a document: `{"format": "clv-segments", "formatVersion": 1, "name": "mine", "window": 12, "segments": [{"name": "loyal",
 * "recency": [0, 2], "orders": [3, null], "value": [50, null]}, {"name": "other"}]}`.
 *
 * @throws ClvError `usage` at the first field that is not as expected, or where a customer could be in no segment
 */
export function readScheme(document: unknown, where = "scheme"): Scheme {
  try {
    const field: Field = { where, value: document };
    const read = readObject<SegmentRules & { format: string; formatVersion: number }>(field, {
      format: oneOf(["clv-segments"]),
      formatVersion: (version) => {
        if (version.value !== RULES_VERSION) throw unexpected(version, String(RULES_VERSION));
        return RULES_VERSION;
      },
      name: text,
      window: optional(positiveWhole) as Read<number>,
      segments: arrayOf(
        (segment): SegmentRule =>
          readObject<SegmentRule>(segment, {
            name: text,
            recency: optional(range(wholeNumber)) as Read<Range>,
            orders: optional(range(wholeNumber)) as Read<Range>,
            value: optional(range(nonNegative)) as Read<Range>,
          }),
      ),
    });
    const { format: _, formatVersion: __, ...rules } = read;
    const twice = rules.segments.find(({ name }, k) => rules.segments.findIndex((other) => other.name === name) < k);
    if (twice) throw new ClvError("usage", { where, expected: "each name once", got: twice.name });
    return layScheme(rules, where);
  } catch (error) {
    // Rules are what the caller asks for, not data.
    throw error instanceof ClvError ? new ClvError("usage", error.parts) : error;
  }
}

const positiveWhole: Read<number> = (field) => {
  const value = wholeNumber(field);
  if (value < 1) throw unexpected(field, "a whole number of at least 1");
  return value;
};
