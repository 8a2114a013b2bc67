import { requireNonNegative } from "../../src/errors.ts";
import { negativeBinomial } from "../../src/math/negative-binomial.ts";
import type { Newcomer } from "../../src/model/future.ts";
import type { Parameters } from "../../src/model.ts";
import { aliveStates } from "../family/alive-states.ts";
import { requireCount, requireHistories } from "../family/history.ts";
import { requireParameters } from "./parameters.ts";

/**
 * The future of customers with some histories; see `Future`. No customer stops: P(alive) = 1, and the rate given the past is Gamma(r+x, α+T).
 *
 *     E[Y(t)] = (r+x) t/(α+T),   N ~ negative binomial with shape r+x and odds t/(α+T)
 *
 * Ehrenberg (1959); Morrison & Schmittlein (1988).
 */
export const future = aliveStates({
  states: 1,
  weights(histories) {
    requireHistories(histories);
    return (theta, [alive]) => {
      requireParameters(theta);
      alive.fill(1);
    };
  },
  gone: () => 0,
  expected: ({ r, alpha }, x, T, _, t) => ((r + x) * t) / (alpha + T),
  discounted: ({ r, alpha }, x, T, _, t, delta) => ((r + x) / (alpha + T)) * (-Math.expm1(-delta * t) / delta),
  some: ({ r, alpha }, x, T, _, t) => -Math.expm1(-(r + x) * Math.log1p(t / (alpha + T))),
  none: ({ r, alpha }, x, T, _, t) => Math.exp(-(r + x) * Math.log1p(t / (alpha + T))),
  counts({ r, alpha }, x, T, _, t, nMax) {
    requireNonNegative("t", t);
    requireCount(nMax);
    return negativeBinomial(r + x, t / (alpha + T), nMax).probability;
  },
});

const NEW = { length: 1, frequency: new Float64Array(1), recency: new Float64Array(1), T: new Float64Array(1) };
const ofNew = future(NEW);

/** A new customer has x = 0 and T = 0. */
export function newcomer(theta: Parameters): Newcomer {
  const one = ofNew(theta);
  return {
    expected: (t) => one.expected(t)[0],
    discounted: (t, delta) => one.discounted(t, delta)[0],
    counts: (t, nMax) => one.counts(0, 0, t, nMax),
  };
}
