import { requireNonNegative, requirePositive } from "../../src/errors.ts";
import { INFINITE } from "../../src/math/infinite.ts";
import type { DataObjective, Evaluation } from "../../src/model/objective.ts";
import type { Histories, Parameters, PurchaseModel } from "../../src/model.ts";
import { drawExponential } from "../../src/random/draws.ts";
import { aliveStates } from "../family/alive-states.ts";
import { requireCount, requireHistories } from "../family/history.ts";

/**
 * A template: the smallest purchase model, in one file. Copy it; the conformance tests then show the missing parts.
 *
 * All customers buy at the same rate, for ever: L = λ^x e^(−λT). It is in no registry, because it does not distinguish customers.
 */
export const poisson: PurchaseModel = {
  kind: "purchase",
  name: "poisson",
  title: "Poisson",
  source: "Poisson (1837)",
  parameters: [
    { name: "lambda", symbol: "λ", meaning: "purchases per time", link: "log", timePower: -1, moneyPower: 0 },
  ],
  example: { lambda: 0.03 },
  // Customers who are equal in these share a history; t_x is not asked for.
  statistic: { shared: ["frequency", "T"], summed: [] },
  clock: "continuous",
  // Where the likelihood can rise for ever, and the notice for it.
  limits: [
    {
      name: "no-repeat-purchases",
      direction: [-1],
      unidentified: ["lambda"],
      message: "No customer has bought twice: the purchase rate tends to 0.",
      advice: "No prediction is possible. Observe a longer time, or check grain, customer ids and the period.",
      standFor: () => ({ lambda: 1 / INFINITE }),
    },
  ],
  // All customers are alike.
  heterogeneity: [],
  objective: (histories) => weighted(histories, histories.count),
  start(histories) {
    const { purchases, time } = sums(histories, histories.count);
    return { lambda: purchases > 0 && time > 0 ? purchases / time : 1 };
  },
  // One alive state for all customers; see the other models for more.
  future: aliveStates({
    states: 1,
    weights(histories) {
      requireHistories(histories);
      return (theta, [alive]) => {
        requireRate(theta);
        alive.fill(1);
      };
    },
    gone: () => 0,
    expected: ({ lambda }, _x, _T, _state, t) => lambda * t,
    discounted: ({ lambda }, _x, _T, _state, t, delta) => (lambda * -Math.expm1(-delta * t)) / delta,
    some: ({ lambda }, _x, _T, _state, t) => -Math.expm1(-lambda * t),
    none: ({ lambda }, _x, _T, _state, t) => Math.exp(-lambda * t),
    counts: ({ lambda }, _x, _T, _state, t, nMax) => poissonLaw(lambda * t, nMax),
  }),
  newcomer(theta) {
    requireRate(theta);
    const customer = poisson.future({
      length: 1,
      frequency: Float64Array.of(0),
      recency: Float64Array.of(0),
      T: Float64Array.of(0),
    })(theta);
    return {
      expected: (t) => customer.expected(t)[0],
      discounted: (t, delta) => customer.discounted(t, delta)[0],
      counts(t, nMax) {
        requireNonNegative("t", t);
        return customer.counts(0, 0, t, nMax);
      },
    };
  },
  simulate(theta, random, duration, ages) {
    requireRate(theta);
    requireNonNegative("duration", duration);
    for (
      let age = drawExponential(random) / theta.lambda;
      age <= duration;
      age += drawExponential(random) / theta.lambda
    ) {
      ages.push(age);
    }
  },
};

/** Throws unless λ > 0. */
function requireRate({ lambda }: Parameters): void {
  requirePositive("lambda", lambda);
}

/** ln L = X ln λ − λ Y with X purchases in the time Y, and its derivatives in φ = ln λ. */
function weighted(histories: Histories, count: Float64Array): DataObjective {
  const { customers, purchases, time } = sums(histories, count);
  const value = (phi: Float64Array): number => purchases * phi[0] - Math.exp(phi[0]) * time;
  return {
    dimension: 1,
    observations: customers,
    value,
    evaluate(phi: Float64Array, out: Evaluation): void {
      const expected = Math.exp(phi[0]) * time;
      out.value = value(phi);
      out.gradient[0] = purchases - expected;
      out.hessian[0] = -expected;
    },
    reweighted: (other) => weighted(histories, other),
  };
}

function sums({ length, frequency, T }: Histories, count: Float64Array) {
  let [customers, purchases, time] = [0, 0, 0];
  for (let k = 0; k < length; k++) {
    customers += count[k];
    purchases += count[k] * frequency[k];
    time += count[k] * T[k];
  }
  return { customers, purchases, time };
}

/** P(N = n) of a Poisson with a mean: a running product, in logarithms so that it neither overflows nor begins at 0. */
function poissonLaw(mean: number, nMax: number): Float64Array {
  requireCount(nMax);
  const law = new Float64Array(nMax + 1);
  let log = -mean;
  for (let n = 0; n <= nMax; n++) {
    law[n] = Math.exp(log);
    log += Math.log(mean / (n + 1));
  }
  return law;
}
