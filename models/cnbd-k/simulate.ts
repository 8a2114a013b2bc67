import { requireNonNegative } from "../../src/errors.ts";
import type { PurchaseModel } from "../../src/model.ts";
import { drawExponential, drawGamma } from "../../src/random/draws.ts";
import { drawDropout } from "../bg-nbd/dropout.ts";
import { requireParameters } from "../bg-nbd/parameters.ts";
import type { Member } from "./phases.ts";

/**
 * Draws customers of a member from the model's story and appends the ages of the repeat purchases in (0, duration] to `ages`.
 *
 * λ ~ Gamma(r, α) and p ~ Beta(a, b); the time to the next purchase is that of k exponential phases with rate λ. After
 * each purchase that has a coin the customer drops out with probability p. a = 0: no customer drops out.
 *
 * Platzer & Reutterer (2016).
 */
export function simulate({ k, firstCoins }: Member): PurchaseModel["simulate"] {
  return (theta, random, duration, ages) => {
    requireParameters(theta);
    requireNonNegative("duration", duration);
    const { r, alpha, a, b } = theta;
    const rate = drawGamma(random, r) / alpha;
    const dropout = drawDropout(random, a, b);
    const gap = (): number => {
      let time = 0;
      for (let phase = 0; phase < k; phase++) time += drawExponential(random);
      return time / rate;
    };
    if (firstCoins === 1 && random.uniform() < dropout) return;
    for (let age = gap(); age <= duration; age += gap()) {
      ages.push(age);
      if (random.uniform() < dropout) return;
    }
  };
}
