import betainc from "@stdlib/math-base-special-betainc";
import { describe, expect, it } from "vitest";
import {
  drawBeta,
  drawBetaPrime,
  drawExponential,
  drawGamma,
  drawLogGamma,
  drawNormal,
  gammaShape,
} from "../../src/random/draws.ts";
import { seeded } from "../../src/random/seeded.ts";

const N = 40_000;

function sample(draw: () => number): Float64Array {
  return Float64Array.from({ length: N }, draw).sort();
}

/** Kolmogorov-Smirnov: √n times the greatest distance between the sample and F; beyond 1.95 with probability 0.001. */
function distance(sorted: Float64Array, cdf: (value: number) => number): number {
  let greatest = 0;
  for (let i = 0; i < sorted.length; i++) {
    const F = cdf(sorted[i]);
    greatest = Math.max(greatest, Math.abs(F - i / sorted.length), Math.abs(F - (i + 1) / sorted.length));
  }
  return greatest * Math.sqrt(sorted.length);
}

/** Deviation of the sample mean from `mean`, in its standard errors. */
function standardErrorsOff(values: Float64Array, mean: number, variance: number): number {
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.abs(average - mean) / Math.sqrt(variance / values.length);
}

describe("draws follow their distribution", () => {
  it("exponential", () => {
    const random = seeded(11);
    const values = sample(() => drawExponential(random));
    expect(distance(values, (v) => -Math.expm1(-v))).toBeLessThan(1.95);
  });

  it("normal: mean, variance, fourth moment", () => {
    const random = seeded(12);
    const values = sample(() => drawNormal(random));
    expect(standardErrorsOff(values, 0, 1)).toBeLessThan(4);
    expect(
      standardErrorsOff(
        values.map((v) => v * v),
        1,
        2,
      ),
    ).toBeLessThan(4);
    expect(
      standardErrorsOff(
        values.map((v) => v ** 4),
        3,
        96,
      ),
    ).toBeLessThan(4);
  });

  it("gamma of shape 1, 2 and 3 against their closed forms", () => {
    const random = seeded(13);
    expect(
      distance(
        sample(() => drawGamma(random, 1)),
        (v) => -Math.expm1(-v),
      ),
    ).toBeLessThan(1.95);
    expect(
      distance(
        sample(() => drawGamma(random, 2)),
        (v) => 1 - (1 + v) * Math.exp(-v),
      ),
    ).toBeLessThan(1.95);
    expect(
      distance(
        sample(() => drawGamma(random, 3)),
        (v) => 1 - (1 + v + (v * v) / 2) * Math.exp(-v),
      ),
    ).toBeLessThan(1.95);
  });

  it.each([0.05, 0.3, 0.9, 1.5, 20, 1e6])("gamma of shape %d: mean and variance", (shape) => {
    const random = seeded(14);
    const values = sample(() => drawGamma(random, shape));
    expect(standardErrorsOff(values, shape, shape)).toBeLessThan(4);
    // Var of (G − k)²: 3k² + 6k − k².
    const squares = values.map((v) => (v - shape) ** 2);
    expect(standardErrorsOff(squares, shape, 2 * shape * shape + 6 * shape)).toBeLessThan(4);
  });

  it("gamma of a shape so small that the draw underflows: its logarithm does not", () => {
    const random = seeded(15);
    const shape = 1e-4;
    const values = sample(() => drawLogGamma(random, shape));
    expect(values.every(Number.isFinite)).toBe(true);
    expect(values[N / 2]).toBeLessThan(-745);
    // As the shape vanishes, −shape·ln G is exponential with mean 1 (the difference is of order the shape).
    expect(distance(values.map((v) => -shape * v).sort(), (v) => (v > 0 ? -Math.expm1(-v) : 0))).toBeLessThan(1.95);
  });

  it.each([
    [1, 1, (v: number) => v],
    [2, 1, (v: number) => v * v],
    [1, 3, (v: number) => 1 - (1 - v) ** 3],
    [0.5, 0.5, (v: number) => (2 / Math.PI) * Math.asin(Math.sqrt(v))],
    [2, 2, (v: number) => v * v * (3 - 2 * v)],
  ])("beta(%d, %d) against its closed form", (a, b, cdf) => {
    const random = seeded(16);
    expect(
      distance(
        sample(() => drawBeta(random, a, b)),
        cdf,
      ),
    ).toBeLessThan(1.95);
  });

  it("beta of tiny shapes sits at 0 and 1 in the right shares", () => {
    const random = seeded(17);
    const values = sample(() => drawBeta(random, 1e-5, 3e-5));
    expect(values.every((v) => v >= 0 && v <= 1)).toBe(true);
    expect(standardErrorsOff(values, 0.25, 0.25 * 0.75)).toBeLessThan(4);
  });

  it.each([
    [6.25, 3.74],
    [1, 1],
    [1.5, 40],
    [31.2, 1e4],
    [0.4, 2.5],
    [3, 0.7],
  ])("beta prime(%d, %d): X/(1 + X) is beta", (a, b) => {
    const random = seeded(18);
    expect(
      distance(
        sample(() => drawBetaPrime(random, gammaShape(a), gammaShape(b))),
        (v) => betainc(v / (1 + v), a, b),
      ),
    ).toBeLessThan(1.95);
  });

  it("beta prime: neighbouring draws are not correlated", () => {
    const random = seeded(19);
    const values = Float64Array.from({ length: N }, () => drawBetaPrime(random, gammaShape(6), gammaShape(9)));
    const [mean, variance] = [6 / 8, (6 * 14) / (7 * 64)];
    let product = 0;
    for (let k = 1; k < N; k++) product += (values[k] - mean) * (values[k - 1] - mean);
    // Standard error of the correlation: 1/√n.
    expect(Math.abs(product / variance / N)).toBeLessThan(4 / Math.sqrt(N));
  });
});
