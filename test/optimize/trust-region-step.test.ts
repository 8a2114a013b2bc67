import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trustRegionStep } from "../../src/optimize/trust-region-step.ts";
import { expectClose } from "../support/close.ts";

const N = 3;
const entry = fc.double({ min: -10, max: 10, noNaN: true });

function model(gradient: ArrayLike<number>, hessian: ArrayLike<number>, step: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < N; i++) {
    sum += gradient[i] * step[i];
    for (let j = 0; j < N; j++) sum += (hessian[N * i + j] * step[i] * step[j]) / 2;
  }
  return sum;
}

const problem = fc.record({
  gradient: fc.array(entry, { minLength: N, maxLength: N }),
  factor: fc.array(entry, { minLength: N * N, maxLength: N * N }),
  radius: fc.double({ min: 1e-3, max: 10, noNaN: true }),
  other: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: N, maxLength: N }),
});

describe("trust-region step", () => {
  it("stays within the radius and no other step within it gains more, definite or not", () => {
    fc.assert(
      fc.property(problem, ({ gradient, factor, radius, other }) => {
        const hessian = Float64Array.from(factor, (_, k) => factor[k] + factor[N * (k % N) + Math.floor(k / N)]);
        const { step, length, predicted } = trustRegionStep(Float64Array.from(gradient), hessian, radius);
        expect(length).toBeLessThanOrEqual(radius * (1 + 1e-12));
        const scale = radius * (10 + 20 * radius);
        expectClose(predicted, model(gradient, hessian, step), 1e-10, "predicted gain", 1e-12 * scale);
        const norm = Math.hypot(...other);
        const rival = other.map((x) => (norm > 0 ? (x * radius) / Math.max(1, norm) : 0));
        expect(predicted).toBeGreaterThanOrEqual(model(gradient, hessian, rival) - 1e-11 * scale);
      }),
      { numRuns: 1000 },
    );
  });

  it("is Newton's step where that is within the radius", () => {
    const { step, whole } = trustRegionStep(Float64Array.of(2, -4), Float64Array.of(-2, 0, 0, -8), 10);
    expect(whole).toBe(true);
    expect(Array.from(step)).toEqual([1, -0.5]);
  });

  it("fills the radius along the ascent when the gradient does not show it", () => {
    const { step, whole, predicted } = trustRegionStep(Float64Array.of(0, 1), Float64Array.of(4, 0, 0, -1), 2);
    expect(whole).toBe(false);
    expectClose(Math.hypot(...step), 2, 1e-12);
    // s = (±√(4 − 0.04), 0.2): along y the multiplier 4 gives 1/(1+4).
    expectClose(predicted, 0.2 - 0.02 + 2 * (4 - 0.04), 1e-12);
  });
});
