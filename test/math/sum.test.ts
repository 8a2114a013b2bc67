import { describe, expect, it } from "vitest";
import { largest } from "../../src/math/largest.ts";
import { countNumbers, sumNumbers } from "../../src/math/sum.ts";

describe("sumNumbers", () => {
  it("keeps what a plain sum loses", () => {
    expect(sumNumbers(Float64Array.of(1, 1e100, 1, -1e100))).toBe(2);
    expect(sumNumbers(new Float64Array(10).fill(0.1))).toBe(1);
  });

  it("leaves NaN out", () => {
    const values = Float64Array.of(1, Number.NaN, 2);
    expect(sumNumbers(values)).toBe(3);
    expect(countNumbers(values)).toBe(2);
    expect(sumNumbers(new Float64Array(0))).toBe(0);
  });
});

describe("largest", () => {
  it("gives places, largest first, equal ones in order, NaN never", () => {
    const values = Float64Array.of(3, Number.NaN, 5, 3, 9, 5);
    expect(largest(values, 4)).toEqual([4, 2, 5, 0]);
    expect(largest(values, 10)).toEqual([4, 2, 5, 0, 3]);
    expect(largest(values, 0)).toEqual([]);
  });

  it("agrees with a sort", () => {
    const values = Float64Array.from({ length: 500 }, (_, k) => Math.sin(k * k));
    const sorted = Array.from(values.keys()).sort((i, j) => values[j] - values[i]);
    expect(largest(values, 37)).toEqual(sorted.slice(0, 37));
  });
});
