import { quantilePair } from "../math/quantile-pair.ts";
import type { Costs } from "./costs.ts";
import type { CustomerFuture } from "./customer-future.ts";
import type { DrawOptions, Growth } from "./draw-options.ts";
import type { HistoryDraws } from "./history-draws.ts";
import { type WorthOptions, worthOf } from "./worth.ts";
import type { OrderTerms } from "./worth-formula.ts";

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
  /** Totals of the expectations. */
  readonly estimate: {
    readonly alive: TotalInterval;
    /** The same for the customers with a repeat purchase alone. */
    readonly aliveAgain: TotalInterval;
    readonly expectedPurchases: TotalInterval;
    readonly equity?: TotalInterval;
    /** With a plan of costs: Σ net CLV. */
    readonly netEquity?: TotalInterval;
  };
  /** Totals of the actual future. */
  readonly outcome: {
    readonly purchases: TotalInterval;
    readonly value?: TotalInterval;
    /** With a plan of costs: the contribution of the actual future, discounted like the expectation. */
    readonly contribution?: TotalInterval;
  };
}

/** Totals under every joint draw, of value without the margin. */
const QUANTITIES = [
  ...(["alive", "aliveAgain", "expectedPurchases", "equity", "purchases", "value"] as const),
  // The expectation of `value`, not discounted.
  "expectedValue",
  ...(["netEquity", "contribution"] as const),
] as const;
export type Sums = { customers: number } & Readonly<Record<(typeof QUANTITIES)[number], Float64Array>>;

/** Totals that grow history by history and customer by customer. */
export interface TotalsCounter {
  /** By segment; one row for all customers where there are no segments. */
  readonly sums: readonly Sums[];
  /** Adds the expectations of a history's customers. */
  addHistory(history: HistoryDraws): void;
  /** Adds the future of one of them. */
  addFuture(history: HistoryDraws, customer: number, future: CustomerFuture): void;
}

/**
 * Adds up the draws of a part of the customers, draw by draw, within segments.
 *
 * The purchases of a customer are drawn with the parameters averaged out, so they do not depend on the d-th parameters.
 * The difference between the d-th expectation and the average is added: N_d = Σ_i [n_id + E_i(θ_d) − mean_d'
 * E_i(θ_d')]. So totals vary by chance and with the parameters that all customers share. Expectations are added once
 * for a history. They are lines in m, so only the number of its customers and the sum of their m are needed.
 */
export function totalsCounter({ base, draws, spend, segments, costs }: Asked): TotalsCounter {
  const size = draws.length;
  const { names = ["all"], of } = segments ?? {};
  const bySegment = names.map(() => newSums(size));
  // Customers of one segment with the same contribution terms are added up together.
  const termsOf: readonly (OrderTerms | undefined)[] = costs?.terms ?? [undefined];
  const cellOf = (customer: number): number =>
    (of ? of[customer] : 0) * termsOf.length + (costs ? costs.groups.of[customer] : 0);
  const cells = names.length * termsOf.length;
  const [customersHere, valueHere] = [new Float64Array(cells), new Float64Array(cells)];

  const addExpected = (cell: number, history: HistoryDraws, customers: number, monetaryValue: number): void => {
    const [sums, terms] = [bySegment[Math.floor(cell / termsOf.length)], termsOf[cell % termsOf.length]];
    const { alive, expectedPurchases, discount, expectedSpend } = history;
    let average = 0;
    for (let d = 0; d < size; d++) average += expectedPurchases[d];
    average /= size;
    sums.customers += customers;
    for (let d = 0; d < size; d++) {
      sums.alive[d] += customers * alive[d];
      if (history.frequency > 0) sums.aliveAgain[d] += customers * alive[d];
      sums.expectedPurchases[d] += customers * expectedPurchases[d];
      if (expectedSpend === undefined) continue;
      const value = customers * expectedSpend.constant[d] + monetaryValue * expectedSpend.slope[d];
      // Zero purchases have the value 0, even where the mean value does not exist.
      if (expectedPurchases[d] > 0) sums.equity[d] += discount * expectedPurchases[d] * value;
      const finite = value < Number.POSITIVE_INFINITY;
      if (finite) {
        sums.value[d] += (expectedPurchases[d] - average) * value;
        sums.expectedValue[d] += expectedPurchases[d] * value;
      }
      if (terms === undefined || !(expectedPurchases[d] > 0)) continue;
      const left = discount * (terms.s * value - terms.k * customers);
      sums.netEquity[d] += expectedPurchases[d] * left;
      if (finite) sums.contribution[d] += (expectedPurchases[d] - average) * left;
    }
  };
  return {
    sums: bySegment,
    addHistory(history) {
      const { customers, frequency } = history;
      for (let k = 0; k < customers.length; k++) {
        const cell = cellOf(customers[k]);
        customersHere[cell]++;
        if (spend && frequency > 0) valueHere[cell] += base.monetaryValue![customers[k]];
      }
      for (let k = 0; k < cells; k++) {
        if (customersHere[k] === 0) continue;
        addExpected(k, history, customersHere[k], valueHere[k]);
        customersHere[k] = 0;
        valueHere[k] = 0;
      }
    },
    addFuture({ discount }, customer, { length, place, purchases, value }) {
      const sums = bySegment[of ? of[customer] : 0];
      for (let k = 0; k < length; k++) sums.purchases[place[k]] += purchases[k];
      if (value) for (let k = 0; k < length; k++) sums.value[place[k]] += value[k];
      const terms = value && costs?.terms[costs.groups.of[customer]];
      if (terms) {
        for (let k = 0; k < length; k++)
          sums.contribution[place[k]] += discount * (terms.s * value[k] - terms.k * purchases[k]);
      }
    },
  };
}

/** The sums of all customers, and the totals: the first row has all customers; one row for each segment follows. */
export function totalsOf(
  asked: Asked,
  sums: readonly Sums[],
): { readonly all: Sums; readonly totals: readonly SegmentTotals[] } {
  const { draws, segments, growth } = asked;
  const bySegment = growth ? sums.map((of, k) => grown(of, growth[k])) : sums;
  const all = added(draws.length, bySegment);
  const totals = [
    rowOf(asked, "all", all),
    ...(segments ? segments.names.map((name, k) => rowOf(asked, name, bySegment[k])) : []),
  ];
  return { all, totals };
}

/** The totals of the outcomes of all customers, without the margin. */
export function outcomeOf(asked: Asked, all: Sums): SegmentTotals["outcome"] {
  return rowOf({ ...asked, margin: 1 }, "all", all).outcome;
}

/**
 * The totals of all customers of a segment from those of a random sample of it. An expectation grows in proportion, by the ratio of its
 * exact totals at the estimates. The chance in an outcome, drawn − expected, grows only by the root of this ratio:
 *
 *     N′_d = g E_d + √g (N_d − E_d)
 */
function grown(sums: Sums, { customers, alive, purchases, value, net }: Growth): Sums {
  const times = (column: Float64Array, by: number): Float64Array => column.map((sum) => by * sum);
  const outcome = (drawn: Float64Array, expected: Float64Array, by: number): Float64Array =>
    drawn.map((sum, d) => by * expected[d] + Math.sqrt(by) * (sum - expected[d]));
  const average = sums.expectedPurchases.reduce((sum, one) => sum + one, 0) / sums.expectedPurchases.length;
  return {
    customers,
    alive: times(sums.alive, alive),
    aliveAgain: times(sums.aliveAgain, alive),
    expectedPurchases: times(sums.expectedPurchases, purchases),
    purchases: sums.purchases.map((drawn) => purchases * average + Math.sqrt(purchases) * (drawn - average)),
    equity: times(sums.equity, value),
    expectedValue: times(sums.expectedValue, value),
    value: outcome(sums.value, sums.expectedValue, value),
    netEquity: times(sums.netEquity, net),
    contribution: outcome(sums.contribution, sums.netEquity, net),
  };
}

type Asked = Pick<DrawOptions, "base" | "draws" | "level" | "margin" | "spend" | "segments" | "costs" | "growth">;

function newSums(size: number): Sums {
  const none = QUANTITIES.map((name) => [name, new Float64Array(size)]);
  return { customers: 0, ...(Object.fromEntries(none) as Omit<Sums, "customers">) };
}

export function added(size: number, parts: readonly Sums[]): Sums {
  const all = newSums(size);
  for (const sums of parts) {
    all.customers += sums.customers;
    for (const name of QUANTITIES) for (let d = 0; d < size; d++) all[name][d] += sums[name][d];
  }
  return all;
}

/** The totals of a segment from its sums under joint draws. */
export function totalsRow(
  asked: WorthOptions & { readonly level: number; readonly valued: boolean; readonly costs?: Costs | undefined },
  segment: string,
  sums: Sums,
): SegmentTotals {
  return row({ ...asked, margin: worthOf(asked).margin }, segment, sums);
}

function rowOf({ level, margin, spend, costs }: Asked, segment: string, sums: Sums): SegmentTotals {
  return row({ level, margin, valued: spend !== undefined, costs }, segment, sums);
}

function row(
  {
    level,
    margin,
    valued: spend,
    costs,
  }: { readonly level: number; readonly margin: number; readonly valued: boolean; readonly costs?: Costs | undefined },
  segment: string,
  sums: Sums,
): SegmentTotals {
  const rangeOf = (draws: Float64Array, end: (value: number) => number): TotalInterval => {
    const [[median], [low, high]] = [quantilePair(draws.slice(), 0), quantilePair(draws.slice(), level)];
    return { median: end(median), low: end(low), high: end(high) };
  };
  // The shift of an outcome by the difference between its draw's expectation and the average can bring it below 0.
  const range = (draws: Float64Array, scale = 1): TotalInterval =>
    rangeOf(draws, (value) => scale * Math.max(0, value));
  // A contribution may be negative.
  const net = (draws: Float64Array): TotalInterval => rangeOf(draws, (value) => value);
  const average = sums.expectedPurchases.reduce((sum, expected) => sum + expected, 0) / sums.expectedPurchases.length;
  const purchases = sums.purchases.map((drawn, d) => drawn + sums.expectedPurchases[d] - average);
  return {
    segment,
    customers: sums.customers,
    estimate: {
      alive: range(sums.alive),
      aliveAgain: range(sums.aliveAgain),
      expectedPurchases: range(sums.expectedPurchases),
      ...(spend && { equity: range(sums.equity, margin) }),
      ...(spend && costs && { netEquity: net(sums.netEquity) }),
    },
    outcome: {
      purchases: range(purchases),
      ...(spend && { value: range(sums.value, margin) }),
      ...(spend && costs && { contribution: net(sums.contribution) }),
    },
  };
}
