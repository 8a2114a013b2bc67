import type { Newcomer } from "../../src/model/future.ts";
import type { Parameters } from "../../src/model.ts";
import {
  discountedPurchasesIfAlive,
  expectedPurchases,
  expectedPurchasesIfAlive,
  probabilityOfNoPurchaseIfAlive,
  probabilityOfPurchaseIfAlive,
} from "../bg-nbd/expected-purchases.ts";
import { requireParameters } from "../bg-nbd/parameters.ts";
import { probabilitiesAlive } from "../bg-nbd/probabilities-alive.ts";
import { goneAfter } from "../bg-nbd/probability-alive.ts";
import { purchaseProbabilities, purchaseProbabilitiesIfAlive } from "../bg-nbd/purchase-probabilities.ts";
import { aliveStates } from "../family/alive-states.ts";

/** The BG/NBD of a customer who survived the coin at the first purchase: p ~ Beta(a, b+1). */
function survived(theta: Parameters): Parameters {
  requireParameters(theta);
  return { ...theta, b: theta.b + 1 };
}

/**
 * The future of customers with some histories; see `Future`. One alive state, BG/NBD at (r+x, α+T, a, b+x+1), after x + 1 coins:
 *
 *     P(alive | x, t_x, T) = 1/(1 + a/(b+x)·((α+T)/(α+t_x))^(r+x)), also for x = 0
 *
 * Relative error below 1e-12 on the project's fixture.
 *
 * Batislam, Denizel & Filiztekin (2007).
 */
export const future = aliveStates({
  states: 1,
  weights(histories, often) {
    const fill = probabilitiesAlive(histories, 1, often);
    return (theta, [alive]) => fill(theta, alive);
  },
  gone: (theta, x, tx, T) => goneAfter(x + 1, theta, x, tx, T),
  expected: (theta, x, T, _, t) => expectedPurchasesIfAlive(survived(theta), x, T, t),
  discounted: (theta, x, T, _, t, delta) => discountedPurchasesIfAlive(survived(theta), x, T, t, delta),
  some: (theta, x, T, _, t) => probabilityOfPurchaseIfAlive(survived(theta), x, T, t),
  none: (theta, x, T, _, t) => probabilityOfNoPurchaseIfAlive(survived(theta), x, T, t),
  counts: (theta, x, T, _, t, nMax) => purchaseProbabilitiesIfAlive(survived(theta), x, T, t, nMax),
});

/**
 * The future of a new customer: lost at the first purchase with probability a/(a+b), else a customer of the BG/NBD with b + 1. It differs
 * from that of a customer known to be alive at age 0, who has survived that coin.
 *
 *     E[X(t)] = b/(a+b)·G(r, α, a, b+1; t),   P(X(t) = n) = a/(a+b)·1{n=0} + b/(a+b)·BG(n; r, α, a, b+1)
 *
 * Relative error below 1e-12 on the project's fixture.
 *
 * Batislam, Denizel & Filiztekin (2007).
 */
export function newcomer(theta: Parameters): Newcomer {
  const alive = survived(theta);
  const { a, b } = theta;
  const stays = b / (a + b);
  return {
    // b = 0: all are lost at the first purchase, and the expectation of the others does not matter.
    expected: (t) => (stays === 0 ? 0 : stays * expectedPurchases(alive, t)),
    discounted: (t, delta) => stays * discountedPurchasesIfAlive(alive, 0, 0, t, delta),
    counts(t, nMax) {
      const law = purchaseProbabilities(alive, t, nMax).map((probability) => stays * probability);
      law[0] += a / (a + b);
      return law;
    },
  };
}
