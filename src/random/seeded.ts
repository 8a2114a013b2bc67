import { ClvError } from "../errors.ts";
import type { Random } from "./random.ts";

/** Rounds that mix the seed into the state before the first word, as in the original. */
const STIRRING = 15;

/**
 * A seeded generator: sfc32 with 128 bits of state. One word of the state is a counter, so no seed has a period below 2^32.
 *
 * The two halves of the seed and the stream are three words of the first state, so different seeds or streams never share it. A double
 * takes 53 bits of two words; 0 is drawn again, so the interval is open.
 *
 * Doty-Humphrey (2010), PractRand 0.95, sfc32.
 *
 * @param seed an integer from 0 to 2^53 − 1
 * @param stream an integer from 0 to 2^32 − 1: separate sequences under one seed, e.g. one for each customer or replicate
 * @throws ClvError when the seed is no such integer
 * @example
 * seeded(1).uniform(); // 0.7887...
 */
export function seeded(seed: number, stream = 0): Random {
  if (!(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new ClvError("usage", { where: "seed", expected: "an integer from 0 to 2^53 − 1", got: seed });
  }
  // In an array, because an engine keeps words of 32 bits in captured variables as objects, anew at every change.
  const state = Int32Array.of(seed | 0, Math.floor(seed / 2 ** 32) | 0, stream | 0, 1);

  const word = (): number => {
    const b = state[1];
    const c = state[2];
    const result = (state[0] + b + state[3]) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + result;
    state[3]++;
    return result >>> 0;
  };
  for (let round = 0; round < STIRRING; round++) word();

  return {
    uniform: () => {
      for (;;) {
        const bits = word() * 2 ** 21 + (word() >>> 11);
        if (bits > 0) return bits / 2 ** 53;
      }
    },
  };
}
