import { increasingRoot } from "../math/increasing-root.ts";
import type { Future } from "../model/future.ts";
import type { HistoryColumns, Parameters, PurchaseModel } from "../model.ts";

/** The silences of customers with at least one repeat purchase, in time units: columns over the histories, NaN where x = 0. */
export interface Silences {
  /** T − t_x. */
  readonly gap: Float64Array;
  /** P(a customer alive after the last purchase buys nothing for this long), under the customer's rhythm. */
  readonly p: Float64Array;
  /** Whether the gap of a history exceeds nine of ten of its gaps. */
  isOverdue(history: number): boolean;
  /** The rhythm of a history with x > 0, computed on demand. */
  rhythmOf(history: number): Rhythm;
}

/** The rhythm of a customer who has not left, in time units. */
export interface Rhythm {
  /** The gap that half of the customer's gaps exceed; ∞ where that never happens. */
  readonly usual: number;
  /** The gap that one in ten exceeds. */
  readonly overdueAfter: number;
  /** The time ahead within which the next purchase comes with a probability of one half; NaN where it more likely never comes. */
  readonly nextMedian: number;
}

/**
 * The silence of customers, compared with their rhythm.
 *
 * A customer who has just bought has the history (x, t_x, t_x). If the customer is alive then, the model gives the
 * distribution of the next purchase: for BG/NBD P(silent for t) = ((α + t_x)/(α + t_x + t))^(r + x). If customers never
 * leave, p is below 0.05 for 2 % of customers, not 5 %, because the rate is estimated from the same purchases.
 * Customers of a model who leave between purchases count as silent, so p is then larger.
 */
export function silences(model: PurchaseModel, theta: Parameters, histories: HistoryColumns): Silences {
  const { length, frequency, recency, T } = histories;
  const now = model.future(histories)(theta);
  const then = model.future({ length, frequency, recency, T: recency })(theta);
  const silent = (k: number, t: number): number => quiet(then, k, t) / then.alive[k];
  const gap = Float64Array.from(T, (age, k) => (frequency[k] === 0 ? Number.NaN : age - recency[k]));
  const p = gap.map((t, k) => (Number.isNaN(t) ? t : silent(k, t)));
  return {
    gap,
    p,
    isOverdue: (k) => p[k] < SELDOM,
    rhythmOf(k) {
      const bought = (t: number): number => 1 - silent(k, t);
      const next = now.alive[k] <= 0.5 ? NEVER : reach((t) => now.alive[k] - quiet(now, k, t), 0.5, gap[k]);
      return {
        usual: reach(bought, 0.5, gap[k]),
        overdueAfter: reach(bought, 1 - SELDOM, gap[k]),
        nextMedian: next === NEVER ? Number.NaN : next,
      };
    },
  };
}

/** A gap beyond the usual ones is exceeded one time in ten. */
const SELDOM = 0.1;
const NEVER = Number.POSITIVE_INFINITY;

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
  return NEVER;
}
