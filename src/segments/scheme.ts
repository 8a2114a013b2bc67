import { toMillionths } from "../data/decimal.ts";
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
  /** The rule in words, if it is not made of bounds. */
  readonly inWords?: string;
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
  /** Recency counts up to here; all longer ones are one band. */
  readonly recencyCap: number;
  readonly orderCuts: readonly number[];
  /** In millionths. */
  readonly valueCuts: readonly number[];
  /** The segment of a cell: recency, then bands of orders (0 is none within the window), then bands of values. */
  segmentOf(recency: number, orders: number, value: number): number;
}

/**
 * Applies rules to the grid of their bounds.
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
      expected: "rules that each fit some customer whom no earlier rule fits",
      got: `${never.name}, which never applies because of earlier rules`,
      wayOut: "Put the narrower rule first, or remove this one.",
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

/** The rule of a segment in words. */
export function ruleText(
  { recency, orders, value, inWords }: SegmentRule,
  { period, window = Number.POSITIVE_INFINITY }: { period: string; window?: number | undefined },
): string {
  if (inWords !== undefined) return inWords;
  const of = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? "" : "s"}`;
  const range = ([from, to]: Range, unit: string): string => {
    if (to === null) return `${of(from, unit)} or more`;
    return from === to ? of(from, unit) : `${from} to ${of(to, unit)}`;
  };
  const counted = window === Number.POSITIVE_INFINITY ? "to date" : `in ${of(window, period)}`;
  const sameAs = recency?.[0] === 0 && recency[1] === 0;
  const parts = [
    ...(recency ? [sameAs ? `last purchase in the ${period}` : `last purchase ${range(recency, period)} ago`] : []),
    ...(orders ? [`${range(orders, "order")} ${counted}`] : []),
    ...(value
      ? [value[1] === null ? `mean value ${value[0]} or more` : `mean value from ${value[0]} to below ${value[1]}`]
      : []),
  ];
  return parts.length === 0 ? "all others" : parts.join(", ");
}
