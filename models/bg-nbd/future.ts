import type { Newcomer } from "../../src/model/future.ts";
import type { Parameters } from "../../src/model.ts";
import { aliveStates } from "../family/alive-states.ts";
import {
  discountedPurchasesIfAlive,
  expectedPurchases,
  expectedPurchasesIfAlive,
  probabilityOfNoPurchaseIfAlive,
  probabilityOfPurchaseIfAlive,
} from "./expected-purchases.ts";
import { probabilitiesAlive } from "./probabilities-alive.ts";
import { goneAfter } from "./probability-alive.ts";
import { purchaseProbabilities, purchaseProbabilitiesIfAlive } from "./purchase-probabilities.ts";

/** The future of customers with some histories; see `Future`. One alive state: BG/NBD at (r+x, α+T, a, b+x). */
export const future = aliveStates({
  states: 1,
  weights(histories, often) {
    const fill = probabilitiesAlive(histories, 0, often);
    return (theta, [alive]) => fill(theta, alive);
  },
  gone: (theta, x, tx, T) => goneAfter(x, theta, x, tx, T),
  expected: (theta, x, T, _, t) => expectedPurchasesIfAlive(theta, x, T, t),
  discounted: (theta, x, T, _, t, delta) => discountedPurchasesIfAlive(theta, x, T, t, delta),
  some: (theta, x, T, _, t) => probabilityOfPurchaseIfAlive(theta, x, T, t),
  none: (theta, x, T, _, t) => probabilityOfNoPurchaseIfAlive(theta, x, T, t),
  counts: (theta, x, T, _, t, nMax) => purchaseProbabilitiesIfAlive(theta, x, T, t, nMax),
});

/** A new customer is one alive at age 0: there is no coin before the first repeat purchase. */
export function newcomer(theta: Parameters): Newcomer {
  return {
    expected: (t) => expectedPurchases(theta, t),
    discounted: (t, delta) => discountedPurchasesIfAlive(theta, 0, 0, t, delta),
    counts: (t, nMax) => purchaseProbabilities(theta, t, nMax),
  };
}
