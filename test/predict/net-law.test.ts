import { describe, expect, it } from "vitest";
import { gammaGamma } from "../../models/index.ts";
import { valueLaw } from "../../src/predict/value-law.ts";
import { seeded } from "../../src/random/seeded.ts";

const SPEND = { p: 6.25, q: 3.74, v: 15.44 };
const DRAWS = 40_000;

/** Contributions of one customer drawn one by one: n by the counts, the total value by the model. */
function drawn(cumulative: Float64Array, x: number, m: number, s: number, k: number): Float64Array {
  const random = seeded(5);
  const total = gammaGamma.simulateFuture(SPEND, x);
  return Float64Array.from({ length: DRAWS }, () => {
    const u = random.uniform();
    const n = cumulative.findIndex((p) => p >= u);
    return n === 0 ? 0 : s * total(random, m, n) - k * n;
  }).sort();
}

describe("the law of a customer's contribution", () => {
  const law = valueLaw(gammaGamma, {
    draws: [{ purchase: {}, spend: SPEND }],
    estimate: { purchase: {}, spend: SPEND },
  });
  it.each([
    { x: 0, m: 0, k: 4, some: [0.6, 0.8, 0.9, 0.97, 1] },
    { x: 3, m: 20, k: 8, some: [0.1, 0.3, 0.6, 0.85, 1] },
    { x: 5, m: 60, k: 0, some: [0.2, 0.5, 1] },
    { x: 2, m: 9, k: 30, some: [0.3, 0.8, 1] },
  ])("has the quantiles of what is drawn, orders of $k after $x purchases", ({ x, m, k, some }) => {
    const cumulative = Float64Array.from(some);
    const sample = drawn(cumulative, x, m, 0.3, k);
    law.lay(x, cumulative);
    for (const p of [0.02, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) {
      const end = law.netQuantile(m, { s: 0.3, k }, p);
      // Of 40,000 draws at most the share p lies below the end, and at least p up to it, but for four standard errors.
      const error = 4 * Math.sqrt((p * (1 - p)) / DRAWS) + 1e-4;
      expect(sample.filter((one) => one < end - 1e-9).length / DRAWS).toBeLessThanOrEqual(p + error);
      expect(sample.filter((one) => one <= end + 1e-9).length / DRAWS).toBeGreaterThanOrEqual(p - error);
    }
  });
});
