import { describe, expect, it } from "vitest";
import { climb } from "../../src/optimize/nelder-mead.ts";
import { expectClose } from "../support/close.ts";

describe("Nelder-Mead", () => {
  it("climbs to a maximum without derivatives, through restarts", () => {
    const valley = ([x, y]: Float64Array) => -(100 * (y - x * x) ** 2 + (1 - x) ** 2);
    const best = climb(valley, Float64Array.of(-1.2, 1));
    expect(valley(best)).toBeGreaterThan(-1e-4);
  });

  it("finds its way out of where the function is not finite", () => {
    const island = ([x, y]: Float64Array) => (x > 0.5 ? -((x - 3) ** 2) - y * y : Number.NaN);
    const best = climb(island, Float64Array.of(0, 0));
    expectClose(best[0], 3, 1e-2);
  });

  it("returns the start where there is nothing finite around", () => {
    expect(Array.from(climb(() => Number.NaN, Float64Array.of(1, 2)))).toEqual([1, 2]);
  });
});
