import { describe, expect, it } from "vitest";
import { descending, meanRanks, rankCorrelation } from "../../src/math/ranks.ts";
import { expectClose } from "../support/close.ts";

describe("ranks", () => {
  it("orders from the greatest", () => {
    expect([...descending(Float64Array.of(2, 5, 3))]).toEqual([1, 2, 0]);
  });

  it("gives equal values the mean of their ranks", () => {
    expect([...meanRanks(Float64Array.of(10, 20, 20, 5))]).toEqual([3, 1.5, 1.5, 4]);
  });

  it("is Spearman's ρ with ties: Pearson's correlation of (1.5, 1.5, 3, 4) and (1, 2.5, 2.5, 4) is 3.75/4.5", () => {
    // Deviations (−1, −1, .5, 1.5) and (−1.5, 0, 0, 1.5): Σuv = 3.75, Σu² = 4.5, Σv² = 4.5.
    const rho = rankCorrelation(Float64Array.of(1, 1, 2, 3), Float64Array.of(1, 2, 2, 3))!;
    expectClose(rho, 3.75 / 4.5, 1e-15);
  });

  it("is 1 and −1 for the same and the reversed order, whatever the values", () => {
    const values = Float64Array.of(0.1, 7, 3, 1e9);
    expectClose(rankCorrelation(values, values.map(Math.log))!, 1, 1e-15);
    expectClose(
      rankCorrelation(
        values,
        values.map((v) => -v),
      )!,
      -1,
      1e-15,
    );
  });

  it("is undefined for a constant column", () => {
    expect(rankCorrelation(Float64Array.of(1, 1), Float64Array.of(1, 2))).toBeUndefined();
  });
});
