import type { CustomerBase } from "../../data/customer-base.ts";
import { quantilePair } from "../../math/quantile-pair.ts";
import { inOrder } from "../../math/ranks.ts";
import type { DrawOptions } from "../../predict/draw-options.ts";
import type { Bounds } from "../report-data.ts";
import { pastFuture } from "./past-future.ts";

/** A customer counts only if P(alive) certainly fell by more than this. */
const LEAST_FALL = 0.1;

/** The uncertainty of the loss from one customer's silence. */
export interface SureLoss {
  readonly alive: Bounds & { readonly low: number; readonly high: number };
  readonly lost: { readonly low: number; readonly high: number };
  /** Whether the data show that P(alive) has fallen. */
  readonly conclusive: boolean;
}

/**
 * The loss of some customers under every joint draw of the parameters.
 *
 * Under draw d: lost_d = worth if alive_d · (P_d(alive then) − P_d(alive now)). The fall is computed draw by draw,
 * because the two probabilities vary together.
 *
 * @param customers places in the base
 * @param then their ages one lookback ago
 */
export function sureLosses(
  { base, purchase, spend, draws, horizon, delta, margin, level }: DrawOptions,
  customers: readonly number[],
  then: readonly number[],
): SureLoss[] {
  const size = draws.length;
  const of = (column: Float64Array): Float64Array => inOrder(column, customers);
  const { frequency, recency, T } = histories(base, of);
  const m = base.monetaryValue && of(base.monetaryValue);
  const now = purchase.future({ length: customers.length, frequency, recency, T });
  const ages = { length: customers.length, frequency, recency, T: Float64Array.from(then) };
  const before = pastFuture(purchase, ages, T);
  const [alive, fall, lost] = [0, 1, 2].map(() => customers.map(() => new Float64Array(size)));
  draws.forEach((draw, d) => {
    const future = now(draw.purchase);
    const past = before(draw.purchase);
    const bought = spend ? future.discounted(horizon, delta) : future.expected(horizon);
    for (let k = 0; k < customers.length; k++) {
      const line = spend?.expectedSpend(draw.spend!, frequency[k]);
      const each = spend ? (line ? margin * (line.constant + (frequency[k] > 0 ? line.slope * m![k] : 0)) : 0) : 1;
      alive[k][d] = future.alive[k];
      fall[k][d] = past.alive[k] - future.alive[k];
      lost[k][d] = future.alive[k] > 0 ? (each * bought[k] * fall[k][d]) / future.alive[k] : 0;
    }
  });
  const ends = (column: Float64Array) => {
    const [low, high] = quantilePair(column, level);
    return { low: Math.max(0, low), high: Math.max(0, high) };
  };
  return customers.map((_, k) => ({
    alive: ends(alive[k]),
    lost: ends(lost[k]),
    conclusive: ends(fall[k]).low > LEAST_FALL,
  }));
}

function histories(
  { frequency, recency, T }: Pick<CustomerBase, "frequency" | "recency" | "T">,
  of: (column: Float64Array) => Float64Array,
) {
  return { frequency: of(frequency), recency: of(recency), T: of(T) };
}
