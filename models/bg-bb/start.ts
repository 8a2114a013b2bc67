import type { Histories, Parameters } from "../../src/model.ts";

/** Bounds of the purchase probability at the start. */
const [LEAST, MOST] = [0.02, 0.98];

/**
 * Rough moments from which Newton starts: γ = 1, δ half the mean n, α + β = 2, and α from the actual number of
 * purchases. With γ = 1 a customer is alive at opportunity j with probability δ/(δ+j), and
 *
 *     E[X(n)] ≈ α/(α+β) · δ ln(1 + n/δ)
 */
export function start({ length, frequency, T, count }: Histories): Parameters {
  let [customers, purchases, opportunities] = [0, 0, 0];
  for (let i = 0; i < length; i++) {
    customers += count[i];
    purchases += count[i] * frequency[i];
    opportunities += count[i] * T[i];
  }
  const delta = opportunities > 0 ? opportunities / customers / 2 : 1;
  const used = Math.min(Math.max(purchases / (customers * delta * Math.log(3)), LEAST), MOST);
  return { alpha: 2 * used, beta: 2 * (1 - used), gamma: 1, delta };
}
