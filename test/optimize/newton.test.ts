import { describe, expect, it } from "vitest";
import { type Derivatives, maximize, type SmoothFunction } from "../../src/optimize/newton.ts";
import { STOP_REASONS } from "../../src/optimize/stop-reason.ts";
import { expectClose } from "../support/close.ts";

/** A function of two variables by its value, gradient and Hessian [xx, xy, yy]. */
function smooth(
  f: (x: number, y: number) => { value: number; gradient: [number, number]; hessian: [number, number, number] },
): SmoothFunction {
  return {
    dimension: 2,
    observations: 1,
    evaluate([x, y]: Float64Array, out: Derivatives): void {
      const { value, gradient, hessian } = f(x, y);
      out.value = value;
      out.gradient.set(gradient);
      out.hessian.set([hessian[0], hessian[1], hessian[1], hessian[2]]);
    },
  };
}

/** −(100(y−x²)² + (1−x)²): Rosenbrock's valley, upside down; its Hessian is indefinite beyond the valley. */
const rosenbrock = smooth((x, y) => ({
  value: -(100 * (y - x * x) ** 2 + (1 - x) ** 2),
  gradient: [400 * x * (y - x * x) + 2 * (1 - x), -200 * (y - x * x)],
  hessian: [400 * (y - 3 * x * x) - 2, 400 * x, -200],
}));

describe("Newton with a trust region", () => {
  it("finds the end of Rosenbrock's valley from the usual start, and stops there", () => {
    const { point, stop, gradientNorm, evaluations } = maximize(rosenbrock, Float64Array.of(-1.2, 1));
    expect(stop).toBe("stationary");
    expectClose(point[0], 1, 1e-12);
    expectClose(point[1], 1, 1e-12);
    expect(gradientNorm).toBeLessThanOrEqual(1e-9);
    expect(evaluations).toBeLessThan(40);
  });

  it("leaves a saddle to which the gradient gives no direction", () => {
    // −x⁴/4 + x²/2 − y²/2 at (0, 1): Newton alone would go to the saddle (0, 0).
    const saddle = smooth((x, y) => ({
      value: x ** 2 / 2 - x ** 4 / 4 - y ** 2 / 2,
      gradient: [x - x ** 3, -y],
      hessian: [1 - 3 * x * x, 0, -1],
    }));
    const { point, stop } = maximize(saddle, Float64Array.of(0, 1));
    expect(stop).toBe("stationary");
    expectClose(Math.abs(point[0]), 1, 1e-10);
  });

  it("says `flat` on a slope that dies away: −e^−2x has no maximum", () => {
    const ridge = smooth((x, y) => ({
      value: -Math.exp(-2 * x) - y ** 2,
      gradient: [2 * Math.exp(-2 * x), -2 * y],
      hessian: [-4 * Math.exp(-2 * x), 0, -2],
    }));
    const { point, stop, gradientNorm } = maximize(ridge, Float64Array.of(0, 1));
    expect(stop).toBe("flat");
    expect(point[0]).toBeGreaterThan(10);
    expect(gradientNorm).toBeLessThanOrEqual(1e-9);
  });

  it("says `runaway` where the slope never ends", () => {
    const slope = smooth((x, y) => ({ value: x - y ** 2, gradient: [1, -2 * y], hessian: [0, 0, -2] }));
    expect(maximize(slope, Float64Array.of(0, 1)).stop).toBe("runaway");
  });

  it("says `no-start` where the start is not finite", () => {
    const hole = smooth(() => ({ value: Number.NaN, gradient: [0, 0], hessian: [-1, 0, -1] }));
    expect(maximize(hole, Float64Array.of(0, 0))).toMatchObject({ stop: "no-start", evaluations: 1, iterations: 0 });
  });

  it("steps back from where the function is not finite", () => {
    // ln x − x, undefined for x ≤ 0, from a start where the whole Newton step would go there.
    const log = smooth((x, y) => ({
      value: Math.log(x) - x - y * y,
      gradient: [1 / x - 1, -2 * y],
      hessian: [-1 / x ** 2, 0, -2],
    }));
    const { point, stop } = maximize(log, Float64Array.of(2.9, 0));
    expect(stop).toBe("stationary");
    expectClose(point[0], 1, 1e-10);
  });

  it("goes to the noise floor of a value that is a small difference of large terms", () => {
    const offset = 1e9;
    const noisy = smooth((x, y) => ({
      value: offset - (x - 2) ** 2 - (y + 1) ** 2 - 0.1 * (x - 2) ** 4,
      gradient: [-2 * (x - 2) - 0.4 * (x - 2) ** 3, -2 * (y + 1)],
      hessian: [-2 - 1.2 * (x - 2) ** 2, 0, -2],
    }));
    const { point, stop } = maximize(noisy, Float64Array.of(0, 0));
    expect(stop).toBe("stationary");
    expectClose(point[0], 2, 1e-10);
    expectClose(point[1], -1, 1e-10);
  });
});

describe("stop reasons", () => {
  it("are a closed list in which only real ends count as converged", () => {
    const converged = Object.entries(STOP_REASONS).filter(([, reason]) => reason.converged);
    expect(converged.map(([name]) => name)).toEqual(["stationary", "noise", "limit", "flat"]);
    for (const { message } of Object.values(STOP_REASONS)) expect(message).toMatch(/^[A-Z].*\.$/);
  });
});
