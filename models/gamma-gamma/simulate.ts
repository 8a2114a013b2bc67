import { ClvError } from "../../src/errors.ts";
import type { Parameters } from "../../src/model.ts";
import { drawLogGamma } from "../../src/random/draws.ts";
import type { Random } from "../../src/random/random.ts";
import { requireParameters } from "./parameters.ts";

/**
 * Draws one customer from the model's story and returns the values of `n` purchases.
 *
 * ν ~ Gamma(q, v), then each value ~ Gamma(p, ν). The ratio of the two gammas is taken in the logarithm: neither
 * overflows nor underflows by itself for small shapes.
 *
 * Fader & Hardie (2013), assumptions i and ii.
 *
 * @param theta p, q > 0; v > 0 in money units
 * @param random the source of the draws
 * @param n an integer ≥ 0
 * @returns n values in money units
 * @throws ClvError when an argument is outside its domain
 * @example
 * simulate({ p: 6.25, q: 3.74, v: 15.44 }, seeded(3), 4).length; // 4
 */
export function simulate(theta: Parameters, random: Random, n: number): Float64Array {
  requireParameters(theta);
  if (!(n >= 0 && Number.isInteger(n))) {
    throw new ClvError("usage", { where: "n", expected: "an integer of at least 0", got: n });
  }
  const logScale = Math.log(theta.v) - drawLogGamma(random, theta.q);
  return Float64Array.from({ length: n }, () => Math.exp(logScale + drawLogGamma(random, theta.p)));
}
