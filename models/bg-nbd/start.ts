import type { Histories, Parameters } from "../../src/model.ts";

/**
 * Rough moments from which Newton starts: r = 1/2, a = 1, b = 2.5, and α so that the model expects about as many purchases per
 * time at risk as there were.
 */
export function start(histories: Histories): Parameters {
  let purchases = 0;
  let time = 0;
  for (let i = 0; i < histories.length; i++) {
    purchases += histories.count[i] * histories.frequency[i];
    time += histories.count[i] * histories.T[i];
  }
  const r = 0.5;
  return { r, alpha: purchases > 0 && time > 0 ? (0.5 * r * time) / purchases : 1, a: 1, b: 2.5 };
}
