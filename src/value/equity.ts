import { quantilePair } from "../math/quantile-pair.ts";
import type { Segments } from "../predict/draw-options.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";
import { exactSums } from "./exact-sums.ts";

/** The customer equity of a part: Σ net CLV of its customers. */
export interface EquityPart {
  readonly name: string;
  /** Customers with a net CLV. */
  readonly customers: number;
  /** Customers whose net CLV does not exist. */
  readonly missing: number;
  /** In millionths of the money unit. */
  readonly equity: bigint;
  /** Customers below 0, and their sum. */
  readonly negative: { readonly customers: number; readonly sum: bigint };
  /** Part of the whole equity. Absent if any net CLV is below 0, because shares then have no meaning. */
  readonly share?: number;
}

/** The whole and its parts, which add up to it to the millionth. */
export interface CustomerEquity {
  readonly whole: EquityPart;
  readonly parts: readonly EquityPart[];
}

/** The customer equity as a whole and by parts: segments, cohorts, groups. */
export function customerEquity(netClv: Float64Array, segments: Segments): CustomerEquity {
  const all = exactSums(netClv);
  const byPart = exactSums(netClv, { of: segments.of, count: segments.names.length });
  const shared = all.negative[0].customers === 0 && all.sum[0] > 0n;
  const partOf = (name: string, sums: typeof all, k: number): EquityPart => ({
    name,
    customers: sums.customers[k],
    missing: sums.missing[k],
    equity: sums.sum[k],
    negative: sums.negative[k],
    ...(shared && { share: Number(sums.sum[k]) / Number(all.sum[0]) }),
  });
  return { whole: partOf("all", all, 0), parts: segments.names.map((name, k) => partOf(name, byPart, k)) };
}

/**
 * Two divisions of the customers as one: part i·(parts of b) + j holds those in part i of a and part j of b.
 *
 * @example
 * const shops = { names: ["a", "b"], of: Uint32Array.of(0, 1) };
 * const channels = { names: ["x", "y"], of: Uint32Array.of(1, 0) };
 * crossed(shops, channels).names; // ["a, x", "a, y", "b, x", "b, y"]
 * Array.from(crossed(shops, channels).of); // [1, 2]
 */
export function crossed(a: Segments, b: Segments): Segments {
  return {
    names: a.names.flatMap((name) => b.names.map((other) => `${name}, ${other}`)),
    of: a.of.map((part, customer) => part * b.names.length + b.of[customer]),
  };
}

/** The expected purchases of the customers of one plan group under each joint draw, in total. */
export interface GroupDraws {
  readonly terms: OrderTerms;
  /** Σ E[Z]·D by draw. */
  readonly value: Float64Array;
  /** Σ D by draw. */
  readonly purchases: Float64Array;
}

/** The estimate interval of an equity from joint draws: the quantiles of Σ_g (s_g·V_g − k_g·N_g). */
export function equityInterval(groups: readonly GroupDraws[], level: number): [low: number, high: number] {
  const draws = new Float64Array(groups[0]?.value.length ?? 0);
  for (const { terms, value, purchases } of groups) {
    for (let d = 0; d < draws.length; d++) draws[d] += terms.s * value[d] - terms.k * purchases[d];
  }
  return quantilePair(draws, level);
}

/** The number of customers who will come at a time, in years from now. */
export interface Arrivals {
  readonly time: number;
  readonly customers: number;
}

/**
 * The equity of future customers, which is separate from that of present customers:
 *
 *     Σ_p (1 + d)^(−t_p)·n_p·(C(h) − acquisition cost)
 *
 * @param value C(h)
 * @param rate d per year
 */
export function futureEquity(
  arrivals: readonly Arrivals[],
  value: number,
  acquisitionCost: number,
  rate: number,
): number {
  return arrivals.reduce(
    (sum, { time, customers }) => sum + customers * Math.exp(-time * Math.log1p(rate)) * (value - acquisitionCost),
    0,
  );
}

/**
 * Arrivals at the rate of the last complete periods: each future period has their mean number.
 *
 * They come evenly, so a period's customers count at its middle. Counted at the end of each month, the equity would be
 * 0.4 % lower at 10 % a year.
 *
 * @param recent new customers in each of the last complete periods
 * @param years length of a period
 */
export function arrivalsLike(recent: readonly number[], periods: number, years: number): Arrivals[] {
  const customers = recent.reduce((sum, n) => sum + n, 0) / recent.length;
  return Array.from({ length: periods }, (_, p) => ({ time: (p + 0.5) * years, customers }));
}
