import type { Newcomer } from "../../src/model/future.ts";
import type { Parameters } from "../../src/model.ts";
import { aliveStates } from "../family/alive-states.ts";
import { requireHistories } from "../family/history.ts";
import {
  discountedPurchasesIfAlive,
  expectedPurchasesIfAlive,
  probabilityOfNoPurchaseIfAlive,
  probabilityOfPurchaseIfAlive,
} from "./expected-purchases.ts";
import { requireParameters } from "./parameters.ts";
import { probabilityAlive, probabilityDied } from "./probability-alive.ts";
import { purchaseProbabilitiesIfAlive } from "./purchase-probabilities.ts";

/** The future of customers with some histories; see `Future`. One alive state: Pareto/NBD at (r+x, α+T, s, β+T). */
export const future = aliveStates({
  states: 1,
  weights({ length, frequency, recency, T }) {
    requireHistories({ length, frequency, recency, T });
    return (theta, [alive]) => {
      requireParameters(theta);
      for (let k = 0; k < length; k++) alive[k] = probabilityAlive(theta, frequency[k], recency[k], T[k]);
    };
  },
  gone: probabilityDied,
  expected: (theta, x, T, _, t) => expectedPurchasesIfAlive(theta, x, T, t),
  discounted: (theta, x, T, _, t, delta) => discountedPurchasesIfAlive(theta, x, T, t, delta),
  some: (theta, x, T, _, t) => probabilityOfPurchaseIfAlive(theta, x, T, t),
  none: (theta, x, T, _, t) => probabilityOfNoPurchaseIfAlive(theta, x, T, t),
  counts: (theta, x, T, _, t, nMax) => purchaseProbabilitiesIfAlive(theta, x, T, t, nMax),
});

/** A new customer is one alive at age 0. */
export function newcomer(theta: Parameters): Newcomer {
  return {
    expected: (t) => expectedPurchasesIfAlive(theta, 0, 0, t),
    discounted: (t, delta) => discountedPurchasesIfAlive(theta, 0, 0, t, delta),
    counts: (t, nMax) => purchaseProbabilitiesIfAlive(theta, 0, 0, t, nMax),
  };
}
