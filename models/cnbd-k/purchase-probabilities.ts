import { negativeBinomial } from "../../src/math/negative-binomial.ts";
import type { Alive } from "./phases.ts";

/**
 * P(n purchases in a time y, in units of A) for n = 0 … nMax, of a customer alive j phases after the last purchase.
 *
 *     P(n) = q_n P(N = n) + (q_{n−1} − q_n) P(N ≥ n),   N = ⌊(M+j)/k⌋,   M negative binomial with shape R and odds y
 *
 * In words: bought n times and survived, or dropped out at the n-th of n or more. Every term is positive.
 */
export function countProbabilities({ k, j, R, a, B }: Alive, y: number, nMax: number): Float64Array {
  const { probability, tail } = negativeBinomial(R, y, k * (nMax + 1) - j - 1);
  const out = new Float64Array(nMax + 1);
  let q = 1;
  for (let n = 0; n <= nMax; n++) {
    const drops = n === 0 ? 0 : (q * a) / (a + B + (n - 1));
    if (n > 0) q *= (B + (n - 1)) / (a + B + (n - 1));
    const first = Math.max(0, k * n - j);
    let exactly = 0;
    for (let phase = k * (n + 1) - j - 1; phase >= first; phase--) exactly += probability[phase];
    out[n] = q * exactly + drops * tail[first];
  }
  return out;
}

/** P(at least one purchase in a time y): k−j phases pass. */
export function someProbability({ k, j, R }: Alive, y: number): number {
  return negativeBinomial(R, y, k - j).tail[k - j];
}

/** P(no purchase in a time y), with its digits where it is small. */
export function noneProbability({ k, j, R }: Alive, y: number): number {
  return negativeBinomial(R, y, k - j - 1).probability.reduce((sum, probability) => sum + probability, 0);
}
