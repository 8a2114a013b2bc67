import type { Histories, Parameters } from "../../src/model.ts";

/**
 * Rough moments from which Newton starts: r = 1/2, a = 1, b = 2.5, and α from the actual number of purchases per time
 * at risk.
 */
export function start({ length, frequency, T, count }: Histories): Parameters {
  let purchases = 0;
  let time = 0;
  for (let i = 0; i < length; i++) {
    purchases += count[i] * frequency[i];
    time += count[i] * T[i];
  }
  const r = 0.5;
  return { r, alpha: purchases > 0 && time > 0 ? (0.5 * r * time) / purchases : 1, a: 1, b: 2.5 };
}
