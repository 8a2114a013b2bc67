import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { descending, type Ranked, rankCorrelation, ranked } from "../../src/math/ranks.ts";
import { expectClose } from "../support/close.ts";

function of(...values: number[]): Ranked {
  return ranked(Float64Array.from(values));
}

describe("ranks", () => {
  it("orders from the greatest", () => {
    expect([...descending(Float64Array.of(2, 5, 3))]).toEqual([1, 2, 0]);
  });

  it("orders as a stable sort that compares does, zeros of either sign alike", () => {
    const odd = fc.constantFrom(
      0,
      -0,
      5e-324,
      -5e-324,
      2.2e-308,
      1,
      -1,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(odd, fc.double({ noNaN: true })), { maxLength: 200 }), (values) => {
        const compared = values
          .map((_, k) => k)
          .sort((i, j) => (values[i] === values[j] ? i - j : values[i] < values[j] ? 1 : -1));
        expect([...descending(Float64Array.from(values))]).toEqual(compared);
      }),
    );
  });

  it("gives equal values the mean of their ranks", () => {
    expect([...of(10, 20, 20, 5).ranks]).toEqual([3, 1.5, 1.5, 4]);
  });

  it("is Spearman's ρ with ties: Pearson's correlation of (1.5, 1.5, 3, 4) and (1, 2.5, 2.5, 4) is 3.75/4.5", () => {
    // Deviations (−1, −1, .5, 1.5) and (−1.5, 0, 0, 1.5): Σuv = 3.75, Σu² = 4.5, Σv² = 4.5.
    const rho = rankCorrelation(of(1, 1, 2, 3), of(1, 2, 2, 3))!;
    expectClose(rho, 3.75 / 4.5, 1e-15);
  });

  it("is 1 and −1 for the same and the reversed order of any values", () => {
    const values = [0.1, 7, 3, 1e9];
    expectClose(rankCorrelation(of(...values), of(...values.map(Math.log)))!, 1, 1e-15);
    expectClose(rankCorrelation(of(...values), of(...values.map((v) => -v)))!, -1, 1e-15);
  });

  it("is undefined for a constant column", () => {
    expect(rankCorrelation(of(1, 1), of(1, 2))).toBeUndefined();
  });
});
