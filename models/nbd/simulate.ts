import { requireNonNegative } from "../../src/errors.ts";
import type { Parameters } from "../../src/model.ts";
import { drawExponential, drawGamma } from "../../src/random/draws.ts";
import type { Random } from "../../src/random/random.ts";
import { requireParameters } from "./parameters.ts";

/**
 * Draws one customer from the model's story and appends the ages of the repeat purchases in (0, duration] to `ages`.
 *
 * λ ~ Gamma(r, α); the time to the next purchase is exponential with rate λ; no customer stops.
 *
 * @param theta r, α (in time units) > 0
 * @param random the source of the draws
 * @param duration ≥ 0, in time units
 * @param ages receives the ages, increasing
 * @throws ClvError when an argument is outside its domain
 * @example
 * const ages: number[] = [];
 * simulate({ r: 2, alpha: 10 }, seeded(3), 52, ages);
 * ages.every((age) => age > 0 && age <= 52); // true
 */
export function simulate(theta: Parameters, random: Random, duration: number, ages: number[]): void {
  requireParameters(theta);
  requireNonNegative("duration", duration);
  const rate = drawGamma(random, theta.r) / theta.alpha;
  for (let age = drawExponential(random) / rate; age <= duration; age += drawExponential(random) / rate) ages.push(age);
}
