import { between, quantilePair } from "../math/quantile-pair.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";
import { type NewCustomer, newCustomerValue } from "./new-customer.ts";
import { isBeyond, ltvToCac, type Payback, payback, type Reach } from "./payback.ts";

/** An estimate with the interval of its joint draws. */
export interface Ranged {
  readonly estimate: number;
  /** Absent without draws. */
  readonly low?: number;
  readonly high?: number;
}

/** The value of a new customer by an age. */
export interface ValueAtAge {
  /** Age in time units. */
  readonly age: number;
  /** C(age): the break-even bid for a customer who must pay within it. */
  readonly value: Ranged;
  /** LTV:CAC at this age; absent where the acquisition cost is 0. */
  readonly ltvToCac?: Ranged;
  /** Whether the age is beyond twice the longest observed one, where only the model is left. */
  readonly beyond: boolean;
}

/** The payback with its interval, in which "never" and "not within" lie above every age. */
export interface PaybackInterval {
  readonly estimate: Payback;
  /** Absent without draws. */
  readonly draws?: {
    /** Ages in time units; ∞ for "not within the horizon or never". */
    readonly low: number;
    readonly median: number;
    readonly high: number;
    /** Shares of the draws, which add up to 1. */
    readonly share: {
      readonly firstOrder: number;
      readonly after: number;
      readonly never: number;
      readonly notWithin: number;
    };
  };
}

/** The inputs for new customers. */
export interface NewCustomerOptions extends Reach {
  readonly terms: OrderTerms;
  /** Per customer, ≥ 0. */
  readonly acquisitionCost: number;
  /** Joint draws: parameters and mean first value of the same resampled customers. */
  readonly draws?: readonly NewCustomer[];
  /** Probability of the intervals, e.g. 0.9. */
  readonly level: number;
}

/**
 * The payback of a new customer, with the interval of the joint draws and the share of draws that never pay.
 *
 * An end is the quantile of the draws at (1 ∓ level)/2. A draw that does not pay within the horizon is later than any
 * age.
 */
export function paybackInterval(newcomer: NewCustomer, options: NewCustomerOptions): PaybackInterval {
  const { terms, acquisitionCost, draws = [], level } = options;
  const estimate = payback(terms, newcomer, acquisitionCost, options);
  if (draws.length === 0) return { estimate };
  const paybacks = draws.map((draw) => payback(terms, draw, acquisitionCost, options));
  const times = Float64Array.from(paybacks, (one) =>
    one.kind === "after" || one.kind === "first order" ? one.time : Number.POSITIVE_INFINITY,
  );
  const share = (kind: Payback["kind"]): number =>
    paybacks.reduce((sum, one) => sum + Number(one.kind === kind), 0) / paybacks.length;
  const [low, high] = quantilePair(times, level);
  return {
    estimate,
    draws: {
      low,
      median: medianOf(times),
      high,
      share: {
        firstOrder: share("first order"),
        after: share("after"),
        never: share("never"),
        notWithin: share("not within"),
      },
    },
  };
}

/** C and LTV:CAC of a new customer at ages, with intervals: the payback curve, the break-even bids, the ratios with their horizons. */
export function valueAtAges(newcomer: NewCustomer, ages: readonly number[], options: NewCustomerOptions): ValueAtAge[] {
  const { terms, acquisitionCost, draws = [], level, observed } = options;
  const value = newCustomerValue(terms, newcomer);
  const drawn = draws.map((draw) => newCustomerValue(terms, draw));
  return ages.map((age) => {
    const estimate = value(age);
    const [low, high] =
      drawn.length === 0
        ? []
        : quantilePair(
            Float64Array.from(drawn, (of) => of(age)),
            level,
          );
    const ranged = (scale: number): Ranged => ({
      estimate: estimate / scale,
      ...(low !== undefined && high !== undefined && { low: low / scale, high: high / scale }),
    });
    const ratio = ltvToCac(estimate, acquisitionCost);
    return {
      age,
      value: ranged(1),
      ...(ratio !== undefined && { ltvToCac: ranged(acquisitionCost) }),
      beyond: isBeyond(age, observed),
    };
  });
}

/** The median where some are ∞: of an even number the mean of the two in the middle. */
function medianOf(times: Float64Array): number {
  const sorted = times.slice().sort();
  const half = (sorted.length - 1) / 2;
  return between(sorted[Math.floor(half)], sorted[Math.ceil(half)], 0.5);
}
