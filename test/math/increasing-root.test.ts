import { describe, expect, it } from "vitest";
import { increasingRoot } from "../../src/math/increasing-root.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";

describe("increasingRoot", () => {
  it.each([
    ["a parabola", (t: number) => t * t, 2, 0, 10, Math.SQRT2],
    ["a curve that flattens", (t: number) => -Math.expm1(-t), 0.999999, 0, 1e9, -Math.log(1e-6)],
    ["a line", (t: number) => 3 * t, 1e-12, 0, 1e12, 1e-12 / 3],
    ["a root at the end", (t: number) => t, 5, 0, 5, 5],
  ])("finds that of %s", (_, f, level, low, high, expected) => {
    const root = increasingRoot(f, level, low, high);
    // The flat curve leaves ten digits of 1 − e^(−t).
    expectClose(root, expected, expected > 10 ? 1e-10 : 2e-15);
    expect(f(root)).toBeGreaterThanOrEqual(level);
  });

  it("finds where a staircase steps up", () => {
    const random = seeded(4);
    for (let k = 0; k < 50; k++) {
      const at = 100 * random.uniform() ** 4;
      expectClose(
        increasingRoot((t) => (t < at ? -1 : 1), 0, 0, 100),
        at,
        4 * Number.EPSILON,
      );
    }
  });

  it("takes few evaluations of a smooth curve", () => {
    let evaluations = 0;
    const f = (t: number): number => {
      evaluations++;
      return Math.log1p(t) / (1 + 0.01 * t) ** 0.1;
    };
    increasingRoot(f, 2, 0, 5000);
    expect(evaluations).toBeLessThan(25);
  });
});
