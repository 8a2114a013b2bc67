import { type RunningQuantiles, runningQuantiles } from "../math/running-quantiles.ts";
import type { Costs } from "./costs.ts";
import type { DrawOptions } from "./draw-options.ts";
import type { FurtherHorizon } from "./further-horizon.ts";
import { countQuantile } from "./future-purchases.ts";
import type { HistoryDraws } from "./history-draws.ts";
import { type EstimatesOf, FILE_COLUMNS, type FileColumn, type OutcomesOf, type ScoreGroup } from "./score-sheet.ts";
import type { ValueLaw } from "./value-law.ts";
import { type OrderTerms, termsOfMargin, worth } from "./worth-formula.ts";

/** Low and high ends, one per customer, in the order of the base. */
export interface IntervalColumns {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * The ends of every interval of every customer. The two kinds answer two questions.
 *
 * `estimate`: how well is the expectation known? Only the parameters are uncertain; it narrows with more customers.
 * `outcome`: in what range will the actual number be? The parameters and the future are uncertain; it never narrows to
 * nothing.
 */
export interface IntervalEnds {
  /** Ends of values exist only where there are values. An end is ∞ where too many draws have no mean. */
  readonly estimate: EstimatesOf<"purchases", IntervalColumns> &
    Partial<EstimatesOf<"value", IntervalColumns> & EstimatesOf<"net", IntervalColumns>>;
  /**
   * Ends of `purchases` are whole numbers; the closed interval has at least the probability `level`. Ends of their
   * undiscounted `value` times the margin exist only where there are values.
   */
  readonly outcome: OutcomesOf<"purchases", IntervalColumns> &
    Partial<OutcomesOf<"value", IntervalColumns> & OutcomesOf<"net", IntervalColumns>>;
}

/** The ends with those over further horizons. */
export type EndsAhead = IntervalEnds & { readonly further?: readonly (IntervalEnds & FurtherHorizon)[] };

/**
 * Room for the ends of `count` customers.
 *
 * @param column allocates a column, in memory that threads share if they fill it
 */
export function roomForEnds(
  customers: number,
  groups: readonly ScoreGroup[],
  column: (length: number) => Float64Array = (length) => new Float64Array(length),
): IntervalEnds {
  const columns = (): IntervalColumns => ({ low: column(customers), high: column(customers) });
  const ends = (of: FileColumn["of"]) => {
    const keys = FILE_COLUMNS.filter((one) => one.of === of && groups.includes(one.score.group)).map(({ key }) => key);
    return Object.fromEntries([...new Set(keys)].map((key) => [key, columns()]));
  };
  return { estimate: ends("estimate"), outcome: ends("outcome") } as unknown as IntervalEnds;
}

/** Puts the ends of customers into their places, history by history. */
export function endsFiller(
  { base, draws, level, margin, costs, netToDate }: DrawOptions,
  { estimate, outcome }: IntervalEnds,
) {
  const ends = (): RunningQuantiles => runningQuantiles(draws.length, level);
  const terms = termsOfMargin(margin);
  const [endsOfAlive, endsOfPurchases] = [ends(), ends()];
  const [endsOfSpend, endsOfWorth, endsOfNet] = [endsByValue(ends), endsByValue(ends), endsByValue(ends)];
  const [spendDraws, worthDraws] = [new Float64Array(draws.length), new Float64Array(draws.length)];
  const putNet = (history: HistoryDraws, law: ValueLaw, like: Uint32Array, m: number): void => {
    // Customers of one group have the same future, and differ in the past.
    for (const [terms, members] of membersBy(costs!, like)) {
      expectValue(history, m, terms, spendDraws, worthDraws);
      const estimates = endsOfNet(m)(worthDraws);
      const outcomes = outcomeOfNet(law, m, terms, level).map((end) => history.discount * end) as [number, number];
      put(estimate.netClv!, members, estimates);
      put(outcome.netClv!, members, outcomes);
      putAbove(estimate.netTotal!, members, estimates, netToDate!);
      putAbove(outcome.netTotal!, members, outcomes, netToDate!);
    }
  };
  return {
    addHistory(history: HistoryDraws, law: ValueLaw | undefined): void {
      const { customers, alive, expectedPurchases, frequency } = history;
      put(estimate.probabilityAlive, customers, endsOfAlive(alive));
      put(estimate.expectedPurchases, customers, endsOfPurchases(expectedPurchases));
      put(outcome.purchases, customers, outcomeOfPurchases(history, level));
      if (law === undefined) return;
      // Customers without a repeat purchase do not differ, so the first stands for all.
      const apart = frequency === 0 ? Math.min(1, customers.length) : customers.length;
      for (let k = 0; k < apart; k++) {
        const like = frequency === 0 ? customers : customers.subarray(k, k + 1);
        const m = frequency > 0 ? base.monetaryValue![customers[k]] : 0;
        expectValue(history, m, terms, spendDraws, worthDraws);
        put(estimate.expectedSpend!, like, endsOfSpend(m)(spendDraws));
        put(estimate.clv!, like, endsOfWorth(m)(worthDraws));
        const [low, high] = outcomeOfValue(law, m, level);
        put(outcome.value!, like, [margin * low, margin * high]);
        if (netToDate) putNet(history, law, like, m);
      }
    },
  };
}

/** Gives customers the same ends. */
function put({ low, high }: IntervalColumns, customers: Uint32Array, ends: readonly [number, number]): void {
  for (let k = 0; k < customers.length; k++) {
    low[customers[k]] = ends[0];
    high[customers[k]] = ends[1];
  }
}

/** The same ends, each shifted by the customer's number in a column. */
function putAbove(
  { low, high }: IntervalColumns,
  customers: Uint32Array,
  ends: readonly [number, number],
  from: Float64Array,
): void {
  for (let k = 0; k < customers.length; k++) {
    low[customers[k]] = from[customers[k]] + ends[0];
    high[customers[k]] = from[customers[k]] + ends[1];
  }
}

/** Customers by the terms of their orders. */
function membersBy({ terms, groups }: Costs, customers: Uint32Array): readonly (readonly [OrderTerms, Uint32Array])[] {
  if (customers.length === 0) return [];
  if (terms.length === 1 || customers.length === 1) return [[terms[groups.of[customers[0]]], customers]];
  return terms
    .map((of, group) => [of, customers.filter((customer) => groups.of[customer] === group)] as const)
    .filter(([, members]) => members.length > 0);
}

/** The number of steps per octave of m, and of steps before a new order of the draws is sorted. */
const [OCTAVE, STEPS] = [4, 64];

/**
 * The expectations under the draws are lines in m that cross each other. Only for customers with similar m are they in
 * nearly the same order.
 */
function endsByValue(ends: () => RunningQuantiles): (m: number) => RunningQuantiles {
  const steps = Array.from({ length: STEPS }, ends);
  return (m) => steps[Math.floor(OCTAVE * Math.log2(m)) & (STEPS - 1)];
}

/** Draws of the expected value per purchase and of the CLV of a customer with mean value m. */
function expectValue(
  { expectedPurchases, discount, expectedSpend }: HistoryDraws,
  m: number,
  terms: OrderTerms,
  spendDraws: Float64Array,
  worthDraws: Float64Array,
): void {
  const { constant, slope } = expectedSpend!;
  for (let d = 0; d < expectedPurchases.length; d++) {
    const mean = constant[d] + slope[d] * m;
    spendDraws[d] = mean;
    worthDraws[d] = expectedPurchases[d] > 0 ? worth(terms, mean, expectedPurchases[d]) * discount : 0;
  }
}

/** The closed interval of whole numbers between the quantiles. It has at least the probability `level`. */
function outcomeOfPurchases({ cumulative }: HistoryDraws, level: number): [low: number, high: number] {
  return [countQuantile(cumulative, (1 - level) / 2), countQuantile(cumulative, (1 + level) / 2)];
}

/** The same for contributions, not discounted. */
function outcomeOfNet(law: ValueLaw, m: number, terms: OrderTerms, level: number): [low: number, high: number] {
  return [law.netQuantile(m, terms, (1 - level) / 2), law.netQuantile(m, terms, (1 + level) / 2)];
}

/** The closed interval of values between the quantiles. */
export function outcomeOfValue(law: ValueLaw, m: number, level: number): [low: number, high: number] {
  return [law.quantile(m, (1 - level) / 2), law.quantile(m, (1 + level) / 2)];
}
