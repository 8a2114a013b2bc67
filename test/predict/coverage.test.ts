import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../src/math/normal-quantile.ts";
import { centralShare, coverageCounter, coverageOf, coverPurchases, coverValue } from "../../src/predict/coverage.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";

describe("coverage of whole numbers", () => {
  // P(N = 0, 1, 2, 3) = .7, .2, .07, .03.
  const cumulative = Float64Array.of(0.7, 0.9, 0.97, 1);

  it("promises what the closed interval holds: 0 to 2 at 90 %", () => {
    for (const [actual, inside] of [
      [0, true],
      [2, true],
      [3, false],
      [8, false],
    ] as const) {
      const covered = coverPurchases(cumulative, actual, 0.9);
      expectClose(covered.promised, 0.97, 1e-15);
      expect(covered.inside).toBe(inside);
    }
  });

  it("weighs the ends so that the average is the level", () => {
    const probabilities = [0.7, 0.2, 0.07, 0.03];
    for (const level of [0.5, 0.8, 0.9, 0.95]) {
      const average = probabilities.reduce(
        (sum, p, n) => sum + p * centralShare(coverPurchases(cumulative, n, level), level),
        0,
      );
      expectClose(average, level, 1e-12);
    }
  });

  it("places what was thought impossible outside", () => {
    expect(centralShare(coverPurchases(cumulative, 12, 0.9), 0.9)).toBe(0);
  });
});

describe("coverage of values", () => {
  // 119 zeros and 80 positive draws, 1 … 80.
  const draws = (): Float64Array => Float64Array.from({ length: 80 }, (_, k) => k + 1);

  it("gives 0 its probability", () => {
    const covered = coverValue(draws(), 199, 0, 0.9);
    expectClose(covered.at, 119 / 199, 1e-15);
    expect(covered.inside).toBe(true);
    // From 0 to the 190th draw: only the upper end leaves something out.
    expectClose(covered.promised, 0.95, 1e-15);
    // The lowest .05 of .598 are left out.
    expectClose(centralShare(covered, 0.9), (119 / 199 - 0.05) / (119 / 199), 1e-12);
  });

  it("places a value between its neighbours", () => {
    // 119 zeros and 40 draws lie below 40.5.
    expectClose(coverValue(draws(), 199, 40.5, 0.9).below, 159.5 / 200, 1e-15);
    expect(coverValue(draws(), 199, 75, 0.9).inside).toBe(false);
  });

  it("is the level on average for a continuous value", () => {
    const random = seeded(2);
    const counter = coverageCounter(0.9);
    for (let k = 0; k < 4000; k++) {
      const sample = Float64Array.from({ length: 199 }, () => Math.exp(normalQuantile(random.uniform())));
      counter.add(coverValue(sample, 199, Math.exp(normalQuantile(random.uniform())), 0.9));
    }
    const { promised, actual, actualAtLevel } = coverageOf(0.9, [counter.sums]);
    expectClose(promised, 0.9, 1e-12);
    // Standard error √(.09/4000) = .0047.
    expect(Math.abs(actual - 0.9)).toBeLessThan(0.019);
    expect(Math.abs(actualAtLevel - 0.9)).toBeLessThan(0.019);
  });
});
