import { requireNonNegative } from "../../src/errors.ts";
import type { Newcomer, Parameters } from "../../src/model.ts";
import { aliveStates } from "../family/alive-states.ts";
import { requireCount } from "../family/history.ts";
import { requireOpportunities, requireWhole } from "./opportunities.ts";
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
 * The future of customers with some histories; see `Future`. Ages and times ahead count opportunities. One alive state, BG/BB at
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
  expected: (theta, x, n, _, m) => discounted(theta, x, n, m, 0),
  discounted: (theta, x, n, _, m, delta) => discounted(theta, x, n, m, Math.expm1(delta)),
  some(theta, x, n, _, m) {
    requireWhole("t", m);
    return probabilityOfPurchaseIfAlive(theta, x, n, m);
  },
  none(theta, x, n, _, m) {
    requireWhole("t", m);
    return probabilityOfNoPurchaseIfAlive(theta, x, n, m);
  },
  counts(theta, x, n, _, m, kMax) {
    requireNonNegative("t", m);
    requireWhole("t", m);
    requireCount(kMax);
    return purchaseProbabilitiesIfAlive(theta, x, n, m, kMax);
  },
});

function discounted(theta: Parameters, x: number, n: number, m: number, d: number): number {
  requireWhole("t", m);
  return discountedPurchasesIfAlive(theta, x, n, m, d);
}

const NEW = { length: 1, frequency: new Float64Array(1), recency: new Float64Array(1), T: new Float64Array(1) };
const ofNew = future(NEW);

/** A new customer is alive after no opportunities. */
export function newcomer(theta: Parameters): Newcomer {
  const one = ofNew(theta);
  return {
    expected: (m) => one.expected(m)[0],
    discounted: (m, delta) => one.discounted(m, delta)[0],
    counts: (m, kMax) => one.counts(0, 0, m, kMax),
  };
}
