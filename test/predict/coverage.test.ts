import { describe, expect, it } from "vitest";
import { centralShare, coverageCounter, coverageOf, coverPurchases, coverValue } from "../../src/predict/coverage.ts";
import type { ValueLaw } from "../../src/predict/value-law.ts";
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
  /** Nothing with probability .6, else exponential with mean 10; known to scale with m. */
  const law: ValueLaw = {
    none: 0.6,
    lay: () => {},
    upTo: (m, s) => 0.6 - 0.4 * Math.expm1(-s / (10 * m)),
    netQuantile: () => Number.NaN,
    quantile: (m, p) => (p <= 0.6 ? 0 : -10 * m * Math.log1p(-(p - 0.6) / 0.4)),
  };

  it("gives 0 its probability", () => {
    const covered = coverValue(law, 1, 0, 0.9);
    expect([covered.below, covered.at, covered.inside]).toEqual([0, 0.6, true]);
    // From 0 to the quantile at .95: only the upper end leaves something out.
    expectClose(covered.promised, 0.95, 1e-15);
    // The lowest .05 of .6 are left out.
    expectClose(centralShare(covered, 0.9), (0.6 - 0.05) / 0.6, 1e-12);
  });

  it("promises no more than the mass at 0 where the interval is 0 alone", () => {
    expect(coverValue(law, 1, 0, 0.1).promised).toBe(0.6);
    expect(coverValue(law, 1, 1, 0.1).inside).toBe(false);
  });

  it("places a value by the law of that customer", () => {
    expectClose(coverValue(law, 1, 10, 0.9).below, 1 - 0.4 / Math.E, 1e-15);
    // The end is at 10·ln 8 = 20.8, of a customer with twice the mean at 41.6.
    expect(coverValue(law, 1, 20.7, 0.9).inside).toBe(true);
    expect(coverValue(law, 1, 20.9, 0.9).inside).toBe(false);
    expect(coverValue(law, 2, 41.5, 0.9).inside).toBe(true);
  });

  it("is the level on average", () => {
    const random = seeded(2);
    const counter = coverageCounter(0.9);
    for (let k = 0; k < 4000; k++) {
      const came = random.uniform() < 0.6 ? 0 : -10 * Math.log(random.uniform());
      counter.add(coverValue(law, 1, came, 0.9));
    }
    const { promised, actual, actualAtLevel } = coverageOf(0.9, [counter.sums]);
    expectClose(promised, 0.95, 1e-12);
    // Standard error √(.09/4000) = .0047.
    expect(Math.abs(actual - 0.95)).toBeLessThan(0.019);
    expect(Math.abs(actualAtLevel - 0.9)).toBeLessThan(0.019);
  });
});
