import { requireNonNegative } from "../../src/errors.ts";
import type { Parameters } from "../../src/model.ts";
import { drawExponential, drawGamma } from "../../src/random/draws.ts";
import type { Random } from "../../src/random/random.ts";
import { requireParameters } from "./parameters.ts";

/**
 * Draws one customer from the model's story and appends the ages of the repeat purchases in (0, duration] to `ages`.
 *
 * λ ~ Gamma(r, α) and μ ~ Gamma(s, β). The customer dies at the age y at which μ (e^(by) − 1)/b reaches an exponential
 * draw, and until then buys with rate λ. b = 0: at an exponential age; s = 0: no customer dies.
 *
 * Bemmaor & Glady (2012).
 *
 * @param theta r, α, β (both in time units) > 0; b (per time unit), s ≥ 0
 * @param random the source of the draws
 * @param duration ≥ 0, in time units
 * @param ages receives the ages, increasing
 * @throws ClvError when an argument is outside its domain
 * @example
 * const ages: number[] = [];
 * simulate({ r: 2, alpha: 10, b: 0.05, s: 0, beta: 12 }, seeded(3), 52, ages);
 * ages.every((age) => age > 0 && age <= 52); // true
 */
export function simulate(theta: Parameters, random: Random, duration: number, ages: number[]): void {
  requireParameters(theta);
  requireNonNegative("duration", duration);
  const { r, alpha, b, s, beta } = theta;
  const rate = drawGamma(random, r) / alpha;
  const hazard = s === 0 ? Number.POSITIVE_INFINITY : (drawExponential(random) * beta) / drawGamma(random, s);
  const lifetime = b === 0 ? hazard : Math.log1p(b * hazard) / b;
  const end = Math.min(duration, lifetime);
  for (let age = drawExponential(random) / rate; age <= end; age += drawExponential(random) / rate) ages.push(age);
}
