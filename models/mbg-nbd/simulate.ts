import { requireNonNegative } from "../../src/errors.ts";
import type { Parameters } from "../../src/model.ts";
import { drawExponential, drawGamma } from "../../src/random/draws.ts";
import type { Random } from "../../src/random/random.ts";
import { drawDropout } from "../bg-nbd/dropout.ts";
import { requireParameters } from "../bg-nbd/parameters.ts";

/**
 * Draws one customer from the model's story and appends the ages of the repeat purchases in (0, duration] to `ages`.
 *
 * λ ~ Gamma(r, α) and p ~ Beta(a, b); the time to the next purchase is exponential with rate λ. After each purchase,
 * also the first, the customer drops out with probability p. a = 0: no customer drops out.
 *
 * Batislam, Denizel & Filiztekin (2007).
 *
 * @param theta r, α (in time units), b > 0; a ≥ 0
 * @param random the source of the draws
 * @param duration ≥ 0, in time units
 * @param ages receives the ages, increasing
 * @throws ClvError when an argument is outside its domain
 * @example
 * const ages: number[] = [];
 * simulate({ r: 2, alpha: 10, a: 0, b: 2.5 }, seeded(3), 52, ages);
 * ages.every((age) => age > 0 && age <= 52); // true
 */
export function simulate(theta: Parameters, random: Random, duration: number, ages: number[]): void {
  requireParameters(theta);
  requireNonNegative("duration", duration);
  const { r, alpha, a, b } = theta;
  const rate = drawGamma(random, r) / alpha;
  const dropout = drawDropout(random, a, b);
  let age = 0;
  while (random.uniform() >= dropout) {
    age += drawExponential(random) / rate;
    if (!(age <= duration)) return;
    ages.push(age);
  }
}
