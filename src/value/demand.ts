import { quantilePair } from "../math/quantile-pair.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";

/** Purchases and their value, in money, not discounted. */
export interface Flow {
  readonly purchases: number;
  readonly value: number;
}

/** How many customers will come, and what each does. */
export interface Coming {
  /** New customers in each period, as expected. */
  readonly arrivals: readonly number[];
  /** E[X]: expected repeat purchases until `to` of one who comes at `from`, both in time units from now. */
  readonly expected: (from: number, to: number) => number;
  /** v₀ and μ: mean value of first and of later purchases. */
  readonly firstValue: number;
  readonly laterValue: number;
}

/** What the last holdout taught: the forecast carries it forward. */
export interface LastError {
  readonly purchases: { readonly expected: number; readonly actual: number };
  readonly value?: { readonly expected: number; readonly actual: number };
}

/** What is asked of the demand. */
export interface DemandOptions {
  readonly terms: OrderTerms;
  /** Ends of the periods, in time units from now, rising. */
  readonly ends: readonly number[];
  /** Σ over the customers we have of what they are expected to do in (0, t]. */
  readonly existing: (t: number) => Flow;
  readonly coming?: Coming;
  /** Outcomes of the customers we have, by draw and period. */
  readonly draws?: readonly (readonly Flow[])[];
  /** Probability of the intervals. */
  readonly level: number;
  readonly last?: LastError;
}

/** An expectation with the interval of what will come. */
export interface Foreseen {
  readonly expected: number;
  /** Absent without draws. */
  readonly low?: number;
  readonly high?: number;
}

/** The demand of one period. */
export interface DemandPeriod {
  readonly from: number;
  readonly until: number;
  /** Of the customers we have. */
  readonly purchases: Foreseen;
  readonly value: Foreseen;
  readonly contribution: Foreseen;
  /** Of customers to come; absent where none are counted. */
  readonly coming?: { readonly purchases: number; readonly value: number; readonly contribution: number };
}

/** The demand of the periods to come. */
export interface Demand {
  readonly periods: readonly DemandPeriod[];
  /** expected/actual − 1 at the last split: the error this forecast may repeat. */
  readonly lastOffBy?: { readonly purchases?: number; readonly value?: number };
}

/**
 * Expected purchases, value and contribution of each period: of the customers we have, with outcome intervals, and of those to come.
 *
 * The periods add up to the whole. A new customer of a period comes at its middle; of customers who come evenly that is, for weeks and CDNOW's
 * parameters, 1.6e-5 too little.
 */
export function demand(options: DemandOptions): Demand {
  const { terms, ends, existing, coming, draws = [], level, last } = options;
  const total = [{ purchases: 0, value: 0 }, ...ends.map(existing)];
  const foreseen = (expected: number, drawn: (flow: Flow) => number, period: number): Foreseen => ({
    expected,
    ...rangeOf(draws, (draw) => drawn(draw[period]), level),
  });
  const contribution = (flow: Flow): number => contributionOf(terms, flow);
  const periods = ends.map((until, k): DemandPeriod => {
    const flow = {
      purchases: total[k + 1].purchases - total[k].purchases,
      value: total[k + 1].value - total[k].value,
    };
    const others = coming && comingIn(coming, ends, k);
    return {
      from: k === 0 ? 0 : ends[k - 1],
      until,
      purchases: foreseen(flow.purchases, ({ purchases }) => purchases, k),
      value: foreseen(flow.value, ({ value }) => value, k),
      contribution: foreseen(contribution(flow), contribution, k),
      ...(others && { coming: { ...others, contribution: contribution(others) } }),
    };
  });
  return { periods, ...(last && { lastOffBy: offBy(last) }) };
}

/** What purchases leave. */
export function contributionOf({ s, k }: OrderTerms, { purchases, value }: Flow): number {
  return s * value - k * purchases;
}

/** The interval of a number over draws; none without draws. */
export function rangeOf<D>(
  draws: readonly D[],
  of: (draw: D) => number,
  level: number,
): { low?: number; high?: number } {
  if (draws.length === 0) return {};
  const [low, high] = quantilePair(Float64Array.from(draws, of), level);
  return { low, high };
}

/** What customers to come do in a period: their first purchases, and the later ones of those who came by then. */
function comingIn(
  { arrivals, expected, firstValue, laterValue }: Coming,
  ends: readonly number[],
  period: number,
): Flow {
  const begin = (k: number): number => (k === 0 ? 0 : ends[k - 1]);
  let later = 0;
  for (let k = 0; k <= period && k < arrivals.length; k++) {
    const middle = (begin(k) + ends[k]) / 2;
    later += arrivals[k] * (expected(middle, ends[period]) - expected(middle, Math.max(middle, begin(period))));
  }
  const first = arrivals[period] ?? 0;
  return { purchases: first + later, value: first * firstValue + later * laterValue };
}

function offBy({ purchases, value }: LastError): NonNullable<Demand["lastOffBy"]> {
  const of = ({ expected, actual }: { expected: number; actual: number }): number | undefined =>
    actual > 0 ? expected / actual - 1 : undefined;
  const [inPurchases, inValue] = [of(purchases), value && of(value)];
  return {
    ...(inPurchases !== undefined && { purchases: inPurchases }),
    ...(inValue !== undefined && { value: inValue }),
  };
}
