import { increasingRoot } from "../math/increasing-root.ts";
import type { Future, HistoryColumns, Parameters, PurchaseModel } from "../model.ts";

/** The silence of customers with at least one repeat purchase, in time units: columns over the histories, NaN where x = 0. */
export interface Silences {
  /** T − t_x. */
  readonly gap: Float64Array;
  /** P(a customer alive after the last purchase buys nothing for so long), under the own rhythm. */
  readonly p: Float64Array;
  /** The gap that such a customer exceeds half of the time, and one time in ten; ∞ where that never happens. */
  readonly usual: Float64Array;
  readonly overdueAfter: Float64Array;
  /** The time ahead within which the next purchase comes with a probability of one half; NaN where it more likely never comes. */
  readonly nextMedian: Float64Array;
}

/** A gap beyond the usual ones is exceeded one time in ten. */
const BEYOND = 0.9;

/**
 * How long customers have been silent beside their own rhythm.
 *
 * A customer who has just bought has the history (x, t_x, t_x). Given that the customer is alive then, the law of the next purchase is that of
 * the model: for BG/NBD P(silent for t) = ((α + t_x)/(α + t_x + t))^(r + x). Where nobody ever leaves, p is below 0.05 for 2 % of customers, not
 * 5 %, because the rate is learned from the same purchases. Customers of a model who leave between purchases count as silent, so p is then
 * larger.
 */
export function silences(model: PurchaseModel, theta: Parameters, histories: HistoryColumns): Silences {
  const { length, frequency, recency, T } = histories;
  const now = model.future(histories)(theta);
  const then = model.future({ length, frequency, recency, T: recency })(theta);
  const columns = [0, 1, 2, 3, 4].map(() => new Float64Array(length).fill(Number.NaN));
  const [gap, p, usual, overdueAfter, nextMedian] = columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let k = 0; k < length; k++) {
    if (frequency[k] === 0) continue;
    gap[k] = T[k] - recency[k];
    const silent = (t: number): number => quiet(then, k, t) / then.alive[k];
    p[k] = silent(gap[k]);
    const bought = (t: number): number => 1 - silent(t);
    usual[k] = reach(bought, 0.5, gap[k]);
    overdueAfter[k] = reach(bought, BEYOND, gap[k]);
    const next = reach((t) => now.alive[k] - quiet(now, k, t), 0.5, gap[k]);
    nextMedian[k] = next === Number.POSITIVE_INFINITY ? Number.NaN : next;
  }
  return { gap, p, usual, overdueAfter, nextMedian };
}

/** P(alive, and no purchase within t). */
function quiet(future: Future, k: number, t: number): number {
  return future.states.reduce(
    (sum, weights, state) => sum + (weights[k] > 0 ? weights[k] * future.counts(k, state, t, 0)[0] : 0),
    0,
  );
}

/** Doublings after which a level is taken as never reached. */
const DOUBLINGS = 60;

/** Where an increasing function that is 0 at 0 reaches a level; ∞ where it does not. */
function reach(f: (t: number) => number, level: number, near: number): number {
  let high = near > 0 ? near : 1;
  let low = 0;
  for (let k = 0; k < DOUBLINGS; k++) {
    if (f(high) >= level) return increasingRoot(f, level, low, high);
    low = high;
    high *= 2;
  }
  return Number.POSITIVE_INFINITY;
}
