import { requireNonNegative } from "../../src/errors.ts";
import type { Newcomer } from "../../src/model/future.ts";
import type { Parameters } from "../../src/model.ts";
import { aliveStates } from "../family/alive-states.ts";
import { requireCount } from "../family/history.ts";
import { opportunitiesIn, requireOpportunities } from "./opportunities.ts";
import { requireParameters } from "./parameters.ts";
import {
  aliveAfter,
  discountedPurchasesIfAlive,
  goneBy,
  probabilityOfNoPurchaseIfAlive,
  probabilityOfPurchaseIfAlive,
  purchaseProbabilitiesIfAlive,
  survivesNext,
} from "./predictions.ts";

/**
 * The future of customers with some histories; see `Future`. Ages count opportunities, and of a time ahead those count that
 * come within it. One alive state, BG/BB at
 * (α+x, β+n−x, γ, δ+n); P(alive) is that of not being gone after n opportunities.
 *
 * Relative error below 1e-12 on the project's fixture.
 *
 * Fader, Hardie & Shang (2010).
 */
export const future = aliveStates({
  states: 1,
  weights(histories) {
    requireOpportunities(histories);
    const { length, frequency, recency, T } = histories;
    return (theta, [alive]) => {
      requireParameters(theta);
      for (let k = 0; k < length; k++) alive[k] = aliveAfter(theta, frequency[k], recency[k], T[k]);
    };
  },
  gone: goneBy,
  next: (theta, _x, n) => survivesNext(theta, n),
  expected: (theta, x, n, _, t) => discounted(theta, x, n, t, 0),
  discounted: (theta, x, n, _, t, delta) => discounted(theta, x, n, t, Math.expm1(delta)),
  some: (theta, x, n, _, t) => probabilityOfPurchaseIfAlive(theta, x, n, opportunitiesIn(t)),
  none: (theta, x, n, _, t) => probabilityOfNoPurchaseIfAlive(theta, x, n, opportunitiesIn(t)),
  counts(theta, x, n, _, t, kMax) {
    requireNonNegative("t", t);
    requireCount(kMax);
    return purchaseProbabilitiesIfAlive(theta, x, n, opportunitiesIn(t), kMax);
  },
});

function discounted(theta: Parameters, x: number, n: number, t: number, d: number): number {
  return discountedPurchasesIfAlive(theta, x, n, opportunitiesIn(t), d);
}

const NEW = { length: 1, frequency: new Float64Array(1), recency: new Float64Array(1), T: new Float64Array(1) };
const ofNew = future(NEW);

/** A new customer is alive after no opportunities. */
export function newcomer(theta: Parameters): Newcomer {
  const one = ofNew(theta);
  return {
    expected: (t) => one.expected(t)[0],
    discounted: (t, delta) => one.discounted(t, delta)[0],
    counts: (t, kMax) => one.counts(0, 0, t, kMax),
  };
}
