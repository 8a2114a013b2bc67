import type { Histories, Parameters } from "../../src/model.ts";

/**
 * Rough moments from which Newton starts: r = s = 1, β half the mean T, and α from the actual number of purchases.
 *
 *     E[X(T)] = r/α · β ln(1 + T/β)
 */
export function start({ length, frequency, T, count }: Histories): Parameters {
  let customers = 0;
  let purchases = 0;
  let time = 0;
  for (let i = 0; i < length; i++) {
    customers += count[i];
    purchases += count[i] * frequency[i];
    time += count[i] * T[i];
  }
  const beta = time > 0 ? time / customers / 2 : 1;
  return { r: 1, alpha: purchases > 0 && time > 0 ? (customers * beta * Math.log(3)) / purchases : beta, s: 1, beta };
}
