import { increasingRoot } from "../math/increasing-root.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";
import { lastingValue, type NewCustomer, newCustomerValue } from "./new-customer.ts";

/** The time at which a new customer has paid back the acquisition cost. */
export type Payback =
  /** With the first order, at age 0. */
  | { readonly kind: "first order"; readonly time: 0 }
  /** At this age, in time units; `beyond` twice the longest observed age, only the model is left. */
  | { readonly kind: "after"; readonly time: number; readonly beyond: boolean }
  /** C(∞) is below the acquisition cost. */
  | { readonly kind: "never" }
  /** Not within the longest requested age, in time units; later, or never. */
  | { readonly kind: "not within"; readonly time: number };

/** The ranges of the search for a payback and of the data, in time units. */
export interface Reach {
  /** The greatest age at which a payback is searched. */
  readonly horizon: number;
  /** The longest age any customer was observed. */
  readonly observed: number;
}

/**
 * The payback of a new customer: inf {t ≥ 0 : C(t) ≥ acquisition cost}.
 *
 * C increases exactly where a later order has a positive contribution, s·μ > k. Otherwise the answer is the first order
 * or never.
 *
 * @param terms of an order
 * @param acquisitionCost ≥ 0
 * @example
 * const newcomer = { firstValue: 10, laterValue: 10, discounted: (t) => 2 * (1 - Math.exp(-t)), limit: 2 };
 * payback({ s: 1, k: 0 }, newcomer, 31, { horizon: 50, observed: 1 }); // { kind: "never" }
 */
export function payback(terms: OrderTerms, newcomer: NewCustomer, acquisitionCost: number, reach: Reach): Payback {
  const { horizon, observed } = reach;
  const value = newCustomerValue(terms, newcomer);
  if (value(0) >= acquisitionCost) return { kind: "first order", time: 0 };
  if (!(terms.s * newcomer.laterValue > terms.k)) return { kind: "never" };
  const [low, high] = bracket(value, acquisitionCost, observed, horizon);
  if (low < high) {
    const time = increasingRoot(value, acquisitionCost, low, high);
    return { kind: "after", time, beyond: isBeyond(time, observed) };
  }
  const lasting = lastingValue(terms, newcomer);
  return lasting !== undefined && lasting < acquisitionCost ? { kind: "never" } : { kind: "not within", time: horizon };
}

/**
 * Ages between which the value reaches `level`, found by doubling, because large ages are expensive to evaluate. If it
 * doesn't reach it, both are the horizon.
 */
function bracket(
  value: (t: number) => number,
  level: number,
  observed: number,
  horizon: number,
): readonly [low: number, high: number] {
  let low = 0;
  for (let high = observed > 0 ? Math.min(observed, horizon) : horizon; ; high = Math.min(2 * high, horizon)) {
    if (value(high) >= level) return [low, high];
    if (high === horizon) return [horizon, horizon];
    low = high;
  }
}

/**
 * Whether an age lies beyond twice the longest observed one, where a figure must tell that only the model is left.
 *
 * @example
 * isBeyond(30, 14); // true
 */
export function isBeyond(time: number, observed: number): boolean {
  return time > 2 * observed;
}

/**
 * LTV:CAC, which means nothing without its horizon and rate: C(h)/acquisition cost. Undefined where the cost is 0.
 *
 * @param value C(h), which is also the break-even bid: the most that may be paid for a customer who must pay within h
 * @example
 * ltvToCac(90, 30); // 3
 */
export function ltvToCac(value: number, acquisitionCost: number): number | undefined {
  return acquisitionCost > 0 ? value / acquisitionCost : undefined;
}
