import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { largest, rankWorth } from "../../../src/report/build/rank-worth.ts";

const scores = (clv: number[] | undefined, expectedPurchases: number[]) => ({
  length: expectedPurchases.length,
  customers: expectedPurchases.map((_, k) => `c${k}`),
  horizon: { amount: 1, unit: "year" as const },
  probabilityAlive: new Float64Array(expectedPurchases.length),
  expectedPurchases: Float64Array.from(expectedPurchases),
  probabilityOfPurchase: new Float64Array(expectedPurchases.length),
  ...(clv && {
    value: {
      expectedSpend: new Float64Array(clv.length),
      clv: Float64Array.from(clv),
      clvUndiscounted: new Float64Array(clv.length),
    },
  }),
  notices: [],
});

describe("rank by worth", () => {
  it("ranks by CLV, ties alike, and leaves out customers without one", () => {
    const worth = rankWorth(scores([5, 9, Number.NaN, 9, 1], [1, 1, 1, 1, 1]));
    expect(worth.measure).toBe("value");
    expect(worth.best(3)).toEqual([1, 3, 0]);
    expect([1, 3, 0, 4].map(worth.rank)).toEqual([1, 1, 3, 4]);
    expect([...worth.descending]).toEqual([9, 9, 5, 1]);
  });

  it("ranks by expected purchases where there are no values", () => {
    const worth = rankWorth(scores(undefined, [0.1, 3, 2]));
    expect(worth.measure).toBe("purchases");
    expect(worth.best(10)).toEqual([1, 2, 0]);
  });

  it("finds what a full sort would find", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 50 }),
        fc.integer({ min: 1, max: 60 }),
        (values, n) => {
          const sorted = values.map((_, k) => k).sort((a, b) => values[b]! - values[a]! || a - b);
          expect(largest(Float64Array.from(values), n)).toEqual(sorted.slice(0, n));
        },
      ),
    );
  });
});
