import { requireNonNegative } from "../../src/errors.ts";
import type { Parameters } from "../../src/model.ts";
import { drawExponential, drawGamma } from "../../src/random/draws.ts";
import type { Random } from "../../src/random/random.ts";
import { drawDropout } from "./dropout.ts";
import { requireParameters } from "./parameters.ts";

/**
 * Draws one customer from the model's story and appends the ages of the repeat purchases in (0, duration] to `ages`.
 *
 * λ ~ Gamma(r, α) and p ~ Beta(a, b); the time to the next purchase is exponential with rate λ. After each repeat
 * purchase the customer drops out with probability p. a = 0: no customer drops out.
 *
 * Fader, Hardie & Lee (2005), assumptions i to v.
 *
 * @param theta r, α (in time units), b > 0; a ≥ 0
 * @param random the source of the draws
 * @param duration ≥ 0, in time units
 * @param ages receives the ages, increasing
 * @throws ClvError when an argument is outside its domain
 * @example
 * const ages: number[] = [];
 * simulate({ r: 2, alpha: 10, a: 0.8, b: 2.5 }, seeded(3), 52, ages);
 * ages.length; // 1
 */
export function simulate(theta: Parameters, random: Random, duration: number, ages: number[]): void {
  requireParameters(theta);
  requireNonNegative("duration", duration);
  const { r, alpha, a, b } = theta;
  const rate = drawGamma(random, r) / alpha;
  const dropout = drawDropout(random, a, b);
  for (let age = drawExponential(random) / rate; age <= duration; age += drawExponential(random) / rate) {
    ages.push(age);
    if (random.uniform() < dropout) break;
  }
}
