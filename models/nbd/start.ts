import type { Histories, Parameters } from "../../src/model.ts";

/** Rough moments from which Newton starts: r = 1/2, and α so that the model expects as many purchases in the time observed as there were. */
export function start({ length, frequency, T, count }: Histories): Parameters {
  let purchases = 0;
  let time = 0;
  for (let i = 0; i < length; i++) {
    purchases += count[i] * frequency[i];
    time += count[i] * T[i];
  }
  const r = 0.5;
  return { r, alpha: purchases > 0 && time > 0 ? (r * time) / purchases : 1 };
}
