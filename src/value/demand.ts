import { quantilePair } from "../math/quantile-pair.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";

/** Purchases and their value, in money, not discounted. */
export interface Flow {
  readonly purchases: number;
  readonly value: number;
}

/** The number of future customers, and their purchases. */
export interface Coming {
  /** New customers in each period, as expected. */
  readonly arrivals: readonly number[];
  /** E[X]: expected repeat purchases until `to` of a customer who comes at `from`, both in time units from now. */
  readonly expected: (from: number, to: number) => number;
  /** v₀ and μ: mean value of first and of later purchases. */
  readonly firstValue: number;
  readonly laterValue: number;
}

/** The error of the last holdout, which is shown with the forecast. */
export interface LastError {
  readonly purchases: { readonly expected: number; readonly actual: number };
  readonly value?: { readonly expected: number; readonly actual: number };
}

/** The inputs of the demand. */
export interface DemandOptions {
  readonly terms: OrderTerms;
  /** Ends of the periods, in time units from now, ascending. */
  readonly ends: readonly number[];
  /** The expected purchases of present customers in (0, t], in total. */
  readonly existing: (t: number) => Flow;
  readonly coming?: Coming;
  /** Outcomes of present customers, by draw and period. */
  readonly draws?: readonly (readonly Flow[])[];
  /** Probability of the intervals. */
  readonly level: number;
  readonly last?: LastError;
}

/** An expectation with the interval of the actual number. */
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
  /** From present customers. */
  readonly purchases: Foreseen;
  readonly value: Foreseen;
  readonly contribution: Foreseen;
  /** From future customers; absent where none are counted. */
  readonly coming?: { readonly purchases: number; readonly value: number; readonly contribution: number };
}

/** The demand of the periods ahead. */
export interface Demand {
  readonly periods: readonly DemandPeriod[];
  /** expected/actual − 1 at the last split: an error that may recur in this forecast. */
  readonly lastOffBy?: { readonly purchases?: number; readonly value?: number };
}

/**
 * Expected purchases, value and contribution of each period: from present customers, with outcome intervals, and from
 * future customers.
 *
 * The periods add up to the whole. A new customer of a period comes at its middle. Compared with customers who come
 * evenly, this is 1.6e-5 too little for weeks and CDNOW's parameters.
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

/** The contribution of purchases. */
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

/** The purchases of future customers in a period: first purchases, and later ones of those who have come by then. */
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
