import { requireNonNegative } from "../../src/errors.ts";
import type { Parameters } from "../../src/model.ts";
import type { Random } from "../../src/random/random.ts";
import { drawDropout } from "../bg-nbd/dropout.ts";
import { requireParameters } from "./parameters.ts";

/**
 * Draws one customer from the model's story and appends the opportunities that were used, of those in (0, duration], to `ages`.
 *
 * p ~ Beta(α, β) and θ ~ Beta(γ, δ); at each opportunity the customer first leaves with probability θ, else buys with probability p.
 *
 * Fader, Hardie & Shang (2010).
 *
 * @param theta α, δ > 0; β, γ ≥ 0
 * @param random the source of the draws
 * @param duration ≥ 0, in opportunities
 * @param ages receives the places of the opportunities, whole numbers, increasing
 * @throws ClvError when an argument is outside its domain
 * @example
 * const ages: number[] = [];
 * simulate({ alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.8 }, seeded(3), 6, ages);
 * ages.every((age) => Number.isInteger(age) && age <= 6); // true
 */
export function simulate(theta: Parameters, random: Random, duration: number, ages: number[]): void {
  requireParameters(theta);
  requireNonNegative("duration", duration);
  const buys = drawDropout(random, theta.alpha, theta.beta);
  const leaves = drawDropout(random, theta.gamma, theta.delta);
  for (let age = 1; age <= duration && random.uniform() >= leaves; age++) if (random.uniform() < buys) ages.push(age);
}
