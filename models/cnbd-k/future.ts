import { requireHorizon, requireNonNegative } from "../../src/errors.ts";
import type { Newcomer } from "../../src/model/future.ts";
import type { Parameters, PurchaseModel } from "../../src/model.ts";
import { dropoutOdds } from "../bg-nbd/dropout.ts";
import { requireParameters } from "../bg-nbd/parameters.ts";
import { aliveStates } from "../family/alive-states.ts";
import { requireAge, requireCount, requireHistories, requireHistory } from "../family/history.ts";
import { discountedPhaseCount } from "./discounted-phases.ts";
import { phaseCount } from "./phase-count.ts";
import { type Alive, type Member, phaseWeights } from "./phases.ts";
import { countProbabilities, noneProbability, someProbability } from "./purchase-probabilities.ts";

/**
 * The future of customers with some histories; see `Future`. There are k alive states: j phases have passed since the
 * last purchase, with weight w_j/(S + π/(1−π) R). The customer then has rate Gamma(r+kx+j, α+T) and dropout Beta(a,
 * b+c) with k−j phases to go.
 *
 * Exact. Rejected: scaling the prediction of BG/NBD, as published software does; its error is up to 68 % where a customer bought recently.
 *
 * Platzer & Reutterer (2016) for the model; the predictions are derived in DERIVATION.md.
 */
export function future(member: Member): PurchaseModel["future"] {
  const { k } = member;
  return aliveStates({
    states: k,
    weights({ length, frequency, recency, T }) {
      requireHistories({ length, frequency, recency, T });
      return (theta, out, alive) => {
        requireParameters(theta);
        for (let i = 0; i < length; i++) {
          const { weights, ofAlive, all } = shares(member, theta, frequency[i], recency[i], T[i]);
          alive[i] = ofAlive / all;
          if (k > 1) for (let j = 0; j < k; j++) out[j][i] = weights[j] / all;
        }
      };
    },
    gone(theta, x, tx, T) {
      requireParameters(theta);
      requireHistory(x, tx, T);
      const { gone, all } = shares(member, theta, x, tx, T);
      return gone === Number.POSITIVE_INFINITY ? 1 : gone / all;
    },
    expected: (theta, x, T, j, t) => phaseCount(aliveAt(member, theta, x, T, j), timeOf(theta, T, t)),
    discounted(theta, x, T, j, t, delta) {
      const y = timeOf(theta, T, t);
      return discountedPhaseCount(aliveAt(member, theta, x, T, j), y, delta * (theta.alpha + T));
    },
    some: (theta, x, T, j, t) => someProbability(aliveAt(member, theta, x, T, j), timeOf(theta, T, t)),
    none: (theta, x, T, j, t) => noneProbability(aliveAt(member, theta, x, T, j), timeOf(theta, T, t)),
    counts(theta, x, T, j, t, nMax) {
      requireNonNegative("t", t);
      requireCount(nMax);
      return countProbabilities(aliveAt(member, theta, x, T, j), timeOf(theta, T, t), nMax);
    },
  });
}

/** The future of a new customer: at phase 0, and lost at the first purchase with probability a/(a+b) if that has a coin. */
export function newcomer(member: Member): (theta: Parameters) => Newcomer {
  return (theta) => {
    const stays = (): number => (member.firstCoins === 0 ? 1 : theta.b / (theta.a + theta.b));
    const alive = (): Alive => aliveAt(member, theta, 0, 0, 0);
    return {
      expected: (t) => stays() * phaseCount(alive(), timeOf(theta, 0, t)),
      discounted(t, delta) {
        requireNonNegative("delta", delta);
        return stays() * discountedPhaseCount(alive(), timeOf(theta, 0, t), delta * theta.alpha);
      },
      counts(t, nMax) {
        requireNonNegative("t", t);
        requireCount(nMax);
        const law = countProbabilities(alive(), timeOf(theta, 0, t), nMax).map((probability) => stays() * probability);
        if (member.firstCoins === 1) law[0] += theta.a / (theta.a + theta.b);
        return law;
      },
    };
  };
}

/** The weights of the phases, of being alive and of having dropped out, and all of them together. */
function shares(
  { k, firstCoins }: Member,
  { r, alpha, a, b }: Parameters,
  x: number,
  tx: number,
  T: number,
): { weights: Float64Array; ofAlive: number; gone: number; all: number } {
  const rho = r + k * x;
  const weights = phaseWeights(k, rho, (T - tx) / (alpha + T));
  const odds = x + firstCoins === 0 ? 0 : dropoutOdds(a, b, x + firstCoins);
  const gone = odds === 0 ? 0 : odds * Math.exp(rho * Math.log1p((T - tx) / (alpha + tx)));
  let ofAlive = 0;
  for (let j = k - 1; j >= 0; j--) ofAlive += weights[j];
  return { weights, ofAlive, gone, all: ofAlive + gone };
}

/** The law of a customer alive at T in phase j. */
function aliveAt({ k, firstCoins }: Member, theta: Parameters, x: number, T: number, j: number): Alive {
  requireParameters(theta);
  requireAge(x, T);
  return { k, j, R: theta.r + k * x + j, a: theta.a, B: theta.b + x + firstCoins };
}

function timeOf({ alpha }: Parameters, T: number, t: number): number {
  requireHorizon("t", t);
  return t / (alpha + T);
}
