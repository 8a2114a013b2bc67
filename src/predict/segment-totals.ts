import { quantilePair } from "../math/quantile-pair.ts";
import type { CustomerFuture } from "./customer-future.ts";
import type { DrawOptions, HistoryDraws } from "./history-draws.ts";

/** Groups of customers that want totals of their own. */
export interface Segments {
  readonly names: readonly string[];
  /** Of each customer of the base, its place in `names`. */
  readonly of: Uint32Array;
}

/** A total with its interval, from joint draws. */
export interface TotalInterval {
  /** Median of the draws. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Totals of a group of customers. */
export interface SegmentTotals {
  /** `all`, or the name of the segment. */
  readonly segment: string;
  readonly customers: number;
  /** Of the expectations. */
  readonly estimate: {
    readonly alive: TotalInterval;
    readonly expectedPurchases: TotalInterval;
    readonly lifetimeValue?: TotalInterval;
  };
  /** Of what will come. */
  readonly outcome: {
    readonly purchases: TotalInterval;
    readonly value?: TotalInterval;
  };
}

/** Totals under every joint draw. */
const QUANTITIES = ["alive", "expectedPurchases", "lifetimeValue", "purchases", "value"] as const;
type Sums = { customers: number } & Readonly<Record<(typeof QUANTITIES)[number], Float64Array>>;

/** Totals that grow history by history and customer by customer. */
export interface TotalsCounter {
  /** Adds the expectations of a history's customers. */
  addHistory(history: HistoryDraws): void;
  /** Adds the future of one of them. */
  addFuture(customer: number, future: CustomerFuture): void;
  /** The first row is of all customers, then one for each segment. */
  finish(): SegmentTotals[];
}

/**
 * Adds up the draws, draw by draw, over all customers and within segments.
 *
 * The purchases of a customer are drawn with the parameters averaged out, so that they say nothing of the d-th parameters; what
 * the d-th expects above the average is added: N_d = Σ_i [n_id + E_i(θ_d) − mean_d' E_i(θ_d')]. So totals spread by chance and by
 * the parameters that all customers share. Expectations are added once for a history: they are lines in m, so the number of its customers and
 * the sum of their m is all that is needed.
 */
export function totalsCounter(
  level: number,
  { base, draws, margin, spend }: DrawOptions,
  { names, of }: Partial<Segments> = {},
): TotalsCounter {
  const size = draws.length;
  const newSums = (): Sums => ({
    customers: 0,
    ...(Object.fromEntries(QUANTITIES.map((name) => [name, new Float64Array(size)])) as Omit<Sums, "customers">),
  });
  const segments = (names ?? ["all"]).map(newSums);
  const customersHere = new Float64Array(segments.length);
  const valueHere = new Float64Array(segments.length);

  const addExpected = (sums: Sums, history: HistoryDraws, customers: number, monetaryValue: number): void => {
    const { alive, expectedPurchases, discount, expectedSpend } = history;
    let average = 0;
    for (let d = 0; d < size; d++) average += expectedPurchases[d];
    average /= size;
    sums.customers += customers;
    for (let d = 0; d < size; d++) {
      sums.alive[d] += customers * alive[d];
      sums.expectedPurchases[d] += customers * expectedPurchases[d];
      if (expectedSpend === undefined) continue;
      const value = margin * (customers * expectedSpend.constant[d] + monetaryValue * expectedSpend.slope[d]);
      // No purchase is worth nothing, even where the mean value does not exist.
      if (expectedPurchases[d] > 0) sums.lifetimeValue[d] += discount * expectedPurchases[d] * value;
      if (value < Number.POSITIVE_INFINITY) sums.value[d] += (expectedPurchases[d] - average) * value;
    }
  };
  return {
    addHistory(history) {
      const { customers, frequency } = history;
      for (let k = 0; k < customers.length; k++) {
        const segment = of ? of[customers[k]] : 0;
        customersHere[segment]++;
        if (spend && frequency > 0) valueHere[segment] += base.monetaryValue![customers[k]];
      }
      for (let k = 0; k < segments.length; k++) {
        if (customersHere[k] === 0) continue;
        addExpected(segments[k], history, customersHere[k], valueHere[k]);
        customersHere[k] = 0;
        valueHere[k] = 0;
      }
    },
    addFuture(customer, { length, place, purchases, value }) {
      const sums = segments[of ? of[customer] : 0];
      for (let k = 0; k < length; k++) sums.purchases[place[k]] += purchases[k];
      if (value) for (let k = 0; k < length; k++) sums.value[place[k]] += value[k];
    },
    finish() {
      const all = newSums();
      for (const sums of segments) {
        all.customers += sums.customers;
        for (const name of QUANTITIES) for (let d = 0; d < size; d++) all[name][d] += sums[name][d];
      }
      return [
        totalsOf("all", all, level, spend !== undefined),
        ...(names ?? []).map((name, k) => totalsOf(name, segments[k], level, spend !== undefined)),
      ];
    },
  };
}

function totalsOf(segment: string, sums: Sums, level: number, valued: boolean): SegmentTotals {
  const range = (draws: Float64Array): TotalInterval => {
    const [low, high] = quantilePair(draws, level);
    return { median: quantilePair(draws, 0)[0], low: Math.max(0, low), high };
  };
  const average = sums.expectedPurchases.reduce((sum, expected) => sum + expected, 0) / sums.expectedPurchases.length;
  const purchases = sums.purchases.map((drawn, d) => drawn + sums.expectedPurchases[d] - average);
  return {
    segment,
    customers: sums.customers,
    estimate: {
      alive: range(sums.alive),
      expectedPurchases: range(sums.expectedPurchases),
      ...(valued && { lifetimeValue: range(sums.lifetimeValue) }),
    },
    outcome: { purchases: range(purchases), ...(valued && { value: range(sums.value) }) },
  };
}
