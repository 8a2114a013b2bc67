import { wilsonInterval } from "../math/wilson.ts";
import type { Scores } from "../predict/score.ts";
import type { ReturnsBin } from "./validation.ts";

/** Bins of P(alive), fine at both ends, where decisions depend on it. */
const EDGES = [0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1];

/** A bin before the interval of its share. */
export type CountedReturns = Omit<ReturnsBin, "share">;

/**
 * Repeat buyers by P(alive), and the number of them who bought again. Customers without a repeat purchase are left out:
 * many models give them all the value 1, by assumption.
 */
export function countReturns(
  frequency: Float64Array,
  { probabilityAlive, probabilityOfPurchase }: Pick<Scores, "probabilityAlive" | "probabilityOfPurchase">,
  purchases: Float64Array,
): CountedReturns[] {
  const sums = EDGES.slice(1).map((to, k) => ({
    from: EDGES[k],
    to,
    customers: 0,
    alive: 0,
    expected: 0,
    returned: 0,
  }));
  for (let i = 0; i < frequency.length; i++) {
    if (frequency[i] === 0) continue;
    const alive = probabilityAlive[i];
    const bin = sums.find(({ to }) => alive < to) ?? sums[sums.length - 1];
    bin.customers++;
    bin.alive += alive;
    bin.expected += probabilityOfPurchase[i];
    if (purchases[i] > 0) bin.returned++;
  }
  return sums
    .filter(({ customers }) => customers > 0)
    .map((bin) => ({ ...bin, alive: bin.alive / bin.customers, expected: bin.expected / bin.customers }));
}

/** The bins with intervals of their shares. */
export function returnsAt(bins: readonly CountedReturns[], level: number): ReturnsBin[] {
  return bins.map((bin) => ({ ...bin, share: wilsonInterval(bin.returned, bin.customers, level) }));
}
