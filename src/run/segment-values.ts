import type { CustomerBase } from "../data/customer-base.ts";
import { MILLION } from "../data/decimal.ts";
import { given } from "../given.ts";
import { sumNumbers } from "../math/sum.ts";
import type { SegmentTotals, TotalInterval } from "../predict/segment-totals.ts";
import type { ChainForecast, ChainTotal } from "../segments/chain-forecast.ts";
import type { AheadAsked, FittedThen } from "./customers-then.ts";
import { scoresOf, totalsOf } from "./draws.ts";
import type { Run } from "./in-run.ts";

/** The actual purchases of the customers of segments in the last periods, and the forecasts. */
export interface SegmentValues {
  /** For each segment with customers, then for all. */
  readonly segments: readonly SegmentValue[];
  readonly totals: { readonly orders: ThreeTotals; readonly worth?: ThreeTotals };
}

/** One segment: orders, and their value in money where there are values. */
export interface SegmentValue {
  readonly segment: number;
  readonly customers: number;
  readonly orders: ThreeColumns;
  readonly worth?: ThreeColumns;
}

/**
 * The forecasts of the chain of moves and of the model, with the model's interval of the actual number, and the actual
 * number.
 */
export interface ThreeColumns {
  readonly chain: number;
  readonly model: number;
  readonly low: number;
  readonly high: number;
  readonly actual: number;
}

/** Totals with intervals: the chain's come from blocks of customers, the model's are of the actual number. */
export interface ThreeTotals {
  readonly chain: ChainTotal;
  readonly model: ChainTotal;
  readonly actual: number;
}

/** The purchases in the holdout of a base, in three columns. */
export async function segmentValues(
  run: Run,
  base: CustomerBase,
  from: Int32Array,
  { fitted, parameters }: FittedThen,
  chain: ChainForecast,
  { scheme, level, seed }: AheadAsked,
): Promise<SegmentValues> {
  const { duration, frequency, monetaryValue } = base.holdout!;
  const horizon = { amount: duration, unit: base.unit };
  const workers = run.threads.for(base.length);
  const scores = await scoresOf(workers, base, fitted, { horizon });
  const segments = { names: scheme.segments.map(({ name }) => name), of: Uint32Array.from(from) };
  const terms = { horizon, level, seed, parameters, segments };
  const { totals } = await run.step("Drawing values", () => totalsOf(workers, base, fitted, scores, terms));
  const worth = monetaryValue && frequency.map((n, k) => (n > 0 ? n * monetaryValue[k]! : 0));
  const hasWorth = worth !== undefined && scores.value !== undefined;
  const members = scheme.segments.map((): number[] => []);
  from.forEach((segment, k) => {
    members[segment]!.push(k);
  });
  const add = (column: Float64Array, of: readonly number[]): number =>
    sumNumbers(Float64Array.from(of, (k) => (Number.isNaN(column[k]!) ? 0 : column[k]!)));
  const everybody = Array.from(from.keys());
  const three = (segment: number, of: readonly number[], unit: "orders" | "worth"): ThreeColumns => {
    const outcome = totals[segment + 1]!.outcome;
    const ends = (unit === "orders" ? outcome.purchases : outcome.value) as TotalInterval;
    return {
      chain: unit === "orders" ? chain.orders[segment]! * of.length : (chain.worth[segment]! * of.length) / MILLION,
      model: add(unit === "orders" ? scores.expectedPurchases : scores.value!.clvUndiscounted, of),
      ...{ low: ends.low, high: ends.high },
      actual: add(unit === "orders" ? frequency : worth!, of),
    };
  };
  const all = (unit: "orders" | "worth"): ThreeTotals => {
    const { outcome } = totals[0]!;
    const ends = (unit === "orders" ? outcome.purchases : outcome.value) as TotalInterval;
    const { total, low, high } = unit === "orders" ? chain.totalOrders : chain.totalWorth;
    const scale = unit === "orders" ? 1 : MILLION;
    return {
      chain: { total: total / scale, low: low / scale, high: high / scale },
      model: {
        total: add(unit === "orders" ? scores.expectedPurchases : scores.value!.clvUndiscounted, everybody),
        ...{ low: ends.low, high: ends.high },
      },
      actual: add(unit === "orders" ? frequency : worth!, everybody),
    };
  };
  return {
    segments: members.flatMap((of, segment) =>
      of.length === 0
        ? []
        : [
            {
              ...{ segment, customers: of.length, orders: three(segment, of, "orders") },
              ...(hasWorth && { worth: three(segment, of, "worth") }),
            },
          ],
    ),
    totals: { orders: all("orders"), ...given({ worth: hasWorth ? all("worth") : undefined }) },
  };
}

const YEAR = { amount: 1, unit: "year" } as const;

/**
 * The expectations for the customers of each segment within a year, and for all together. The draws are joint, and so
 * are the intervals.
 */
export async function yearOfSegments(
  run: Run,
  base: CustomerBase,
  from: Int32Array,
  { fitted, parameters }: FittedThen,
  { scheme, level, seed }: AheadAsked,
): Promise<readonly SegmentTotals[]> {
  const workers = run.threads.for(base.length);
  const segments = { names: scheme.segments.map(({ name }) => name), of: Uint32Array.from(from) };
  const terms = { horizon: YEAR, level, seed, parameters, segments };
  const { totals } = await run.step("Drawing totals", () => totalsOf(workers, base, fitted, undefined, terms));
  return totals.filter(({ customers }) => customers > 0);
}
