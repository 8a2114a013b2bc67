import type { OrderTerms } from "../predict/worth-formula.ts";

/** The behaviour of a new customer that determines the value. */
export interface NewCustomer {
  /** v₀: mean value of first purchases. */
  readonly firstValue: number;
  /** μ: mean value of later purchases. */
  readonly laterValue: number;
  /** D₀(t): expected repeat purchases in (0, t], each discounted when it happens. */
  readonly discounted: (t: number) => number;
  /** D₀(∞): ∞ where it grows without bound; undefined where it is unknown. */
  readonly limit?: number | undefined;
}

/**
 * C(t): the contribution of a new customer by age t, without the acquisition cost.
 *
 *     C(t) = (s·v₀ − k) + (s·μ − k)·D₀(t)
 *
 * The first purchase, at age 0, is worth its own mean v₀.
 *
 * @example
 * const newcomer = { firstValue: 30, laterValue: 40, discounted: (t) => 1 - Math.exp(-t), limit: 1 };
 * newCustomerValue({ s: 0.5, k: 5 }, newcomer)(0); // 10
 */
export function newCustomerValue(
  { s, k }: OrderTerms,
  { firstValue, laterValue, discounted }: NewCustomer,
): (t: number) => number {
  const first = s * firstValue - k;
  const later = s * laterValue - k;
  return (t) => first + later * (t > 0 ? discounted(t) : 0);
}

/**
 * C(∞): the largest contribution of a new customer, or the smallest where later orders lose money; undefined where it
 * is unknown.
 *
 * @example
 * const newcomer = { firstValue: 30, laterValue: 40, discounted: (t) => 2 * (1 - Math.exp(-t)), limit: 2 };
 * lastingValue({ s: 0.5, k: 5 }, newcomer); // 40
 */
export function lastingValue({ s, k }: OrderTerms, { firstValue, laterValue, limit }: NewCustomer): number | undefined {
  const later = s * laterValue - k;
  if (later === 0) return s * firstValue - k;
  return limit === undefined ? undefined : s * firstValue - k + later * limit;
}

/**
 * An age beyond which less than e^(−60) of the discounted purchases lies. D₀ there is D₀(∞), to the last bit.
 *
 * @param delta continuous discount rate per time unit, > 0
 * @example
 * discountedAway(0.5); // 120
 */
export function discountedAway(delta: number): number {
  return 60 / delta;
}
