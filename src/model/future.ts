/**
 * The future of customers with some histories, under one set of parameters: columns over the histories.
 *
 * A customer is gone or in one of the model's alive states. Most models have one: the future of a customer alive at T
 * depends only on (x, T). Regular purchases have k states: the time since the last purchase tells how near the next one
 * is. So t_x acts through the weights of the states, and all histories of a group share the distribution within a
 * state.
 */
export interface Future {
  /** P(alive at T); of a model that counts periods, after the last of them. */
  readonly alive: Float64Array;
  /** P(alive at the next opportunity), only for a model that counts periods. Papers call this P(alive). */
  readonly aliveNext?: Float64Array;
  /** P(alive at T, and in this state): a column for each state. They add up to `alive`. */
  readonly states: readonly Float64Array[];
  /**
   * The group of each history. Histories of one group share the distribution within each state. Neighbours with equal
   * (x, T) are in one group.
   */
  readonly group: Int32Array;
  /**
   * Expected purchases in (T, T+t], with P(alive) included. t may be ∞; the result is then ∞ where there is no mean.
   */
  expected(t: number): Float64Array;
  /**
   * The same, each purchase discounted by e^(−δs) when it happens at T+s; δ ≥ 0 per time unit. With δ > 0 and t = ∞ it is always a number:
   * the discounted expected residual transactions (DERT).
   */
  discounted(t: number, delta: number): Float64Array;
  /**
   * The ratio of discounted to undiscounted expected purchases, which stays a number where P(alive) underflows. 1 for t
   * = 0. t may be ∞.
   */
  discount(t: number, delta: number): Float64Array;
  /** P(at least one purchase in (T, T+t]), which keeps its digits where it is small. */
  some(t: number): Float64Array;
  /** The same of the k-th history alone. */
  someOf(k: number, t: number): number;
  /** P(no purchase in (T, T+t]): gone, or without a purchase. It keeps its digits where it is small. */
  none(t: number): Float64Array;
  /** P(n purchases in (T, T+t] | alive at T in this state) for n = 0 … nMax, of the k-th history. */
  counts(k: number, state: number, t: number, nMax: number): Float64Array;
}

/** The future of a new customer after the first purchase, at age 0. It may differ from that of a customer known to be alive at age 0. */
export interface Newcomer {
  /** E[X(t)]: expected repeat purchases in (0, t]; t may be ∞, and so may the result then. */
  expected(t: number): number;
  /** The same, each discounted by e^(−δs) when it happens at age s; t may be ∞. */
  discounted(t: number, delta: number): number;
  /** P(X(t) = n) for n = 0 … nMax. */
  counts(t: number, nMax: number): Float64Array;
}
