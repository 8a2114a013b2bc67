import { requireNonNegative } from "../../src/errors.ts";
import type { Parameters } from "../../src/model.ts";
import { drawBetaPrime, type GammaShape, gammaShape } from "../../src/random/draws.ts";
import type { Random } from "../../src/random/random.ts";
import { requireCount, requireParameters } from "./parameters.ts";

/**
 * Draws the total value of the next n purchases of a customer whose x repeat purchases had the mean value m.
 *
 *     ν | x, m ~ Gamma(p x + q, v + x m),   total | ν ~ Gamma(p n, ν):   total = (v + x m)·Γ_{pn}/Γ_{px+q}
 *
 * so total/(v + x m) is beta prime with shapes p n and p x + q. Its mean is n·E[M | x, m] where that exists; the draw exists
 * always. x = 0: a customer of the population. n = 0: 0. m = 0, which has no likelihood: the limit m → 0, as for E[M | x, m].
 *
 * The part that depends on theta and x alone is computed once, because a customer has many draws.
 *
 * @param theta p, q > 0; v > 0 in money units
 * @param x repeat purchases, an integer ≥ 0
 * @returns a function of the source of the draws, of m and of n; it gives a value ≥ 0 in money units. Here m ≥ 0 is the
 * mean value per repeat purchase in money units (ignored when x = 0). The integer n ≥ 0 is the number of future
 * purchases.
 * @throws ClvError when an argument is outside its domain
 * @example
 * simulateFuture({ p: 6.25, q: 3.74, v: 15.44 }, 2)(seeded(3), 22.35, 0); // 0
 *
 * Fader & Hardie (2013), assumptions i and ii, and the posterior of ν in their derivation of eq. 5.
 */
export function simulateFuture(theta: Parameters, x: number): (random: Random, m: number, n: number) => number {
  requireParameters(theta);
  requireCount("x", x, 0);
  const { p, q, v } = theta;
  const ofPast = gammaShape(p * x + q);
  const ofFuture: GammaShape[] = [];
  return (random, m, n) => {
    requireCount("n", n, 0);
    if (x > 0) requireNonNegative("m", m);
    if (n === 0) return 0;
    const scale = x > 0 ? v + x * m : v;
    return scale * drawBetaPrime(random, (ofFuture[n] ??= gammaShape(p * n)), ofPast);
  };
}
