import { describe, expect, it } from "vitest";
import { gammaGamma } from "../../../models/gamma-gamma/gamma-gamma.ts";
import { seeded } from "../../../src/random/seeded.ts";

const theta = { p: 6.25, q: 3.74, v: 15.44 };
const N = 40_000;

describe("the total of the next purchases", () => {
  // x = 2, m = 22.35, n = 3: total/(v + xm) is beta prime (pn, px + q); its mean, standard deviation and distribution function by
  // mpmath, 30 digits.
  const random = seeded(8);
  const totals = Float64Array.from({ length: N }, () => gammaGamma.simulateFuture(theta, 2)(random, 22.35, 3));

  it("has the mean 3·E[M | x, m]", () => {
    const mean = totals.reduce((sum, total) => sum + total, 0) / N;
    expect(Math.abs(mean - 73.9911417322835) / (26.3997417678679 / Math.sqrt(N))).toBeLessThan(4);
  });

  it("has the distribution of the compound", () => {
    for (const [value, probability] of [
      [40, 0.052189038689277],
      [70, 0.506220700666115],
      [120, 0.942306831928004],
    ]) {
      const share = totals.filter((total) => total <= value).length / N;
      expect(Math.abs(share - probability) / Math.sqrt((probability * (1 - probability)) / N)).toBeLessThan(4);
    }
  });

  it("of a customer without a repeat purchase is that of the population: mean p v/(q − 1)", () => {
    const draws = Float64Array.from({ length: N }, () => gammaGamma.simulateFuture(theta, 0)(random, Number.NaN, 1));
    const mean = draws.reduce((sum, total) => sum + total, 0) / N;
    const deviation = Math.sqrt(draws.reduce((sum, total) => sum + (total - mean) ** 2, 0) / N);
    expect(Math.abs(mean - (6.25 * 15.44) / 2.74) / (deviation / Math.sqrt(N))).toBeLessThan(4);
  });

  it("is 0 for no purchase, and refuses what is no history", () => {
    expect(gammaGamma.simulateFuture(theta, 2)(random, 22.35, 0)).toBe(0);
    expect(() => gammaGamma.simulateFuture(theta, 2)(random, -1, 1)).toThrow("m: expected");
    expect(gammaGamma.simulateFuture(theta, 2)(random, 0, 1)).toBeGreaterThan(0);
    expect(() => gammaGamma.simulateFuture(theta, 0)(random, 0, 1.5)).toThrow("n: expected");
    expect(() => gammaGamma.simulateFuture(theta, -1)).toThrow("x: expected");
  });
});
