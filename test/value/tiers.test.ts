import { describe, expect, it } from "vitest";
import { seeded } from "../../src/random/seeded.ts";
import { moneyOf } from "../../src/value/exact-sums.ts";
import { smallestSets, tiersByRank, topCustomers } from "../../src/value/tiers.ts";
import { expectClose } from "../support/close.ts";
import { discountedPurchases, expectedSpends, readSample } from "./cdnow.ts";
import { figures } from "./economics.ts";

const sample = readSample();
/** worked-examples.json, tiers_small. */
const TIED = Float64Array.of(90, 50, 50, 50, 20, 10, 10, 5, 3, 2);

describe("tiersByRank", () => {
  it("never splits ties", () => {
    const [top, rest] = tiersByRank(TIED, [0.2]);
    expect(top).toMatchObject({ above: 0, upTo: 0.2, customers: 4, threshold: 50, value: 240_000_000n });
    // The example's 24/29 is 240/290.
    expectClose(top!.share!, 24 / 29, 1e-15);
    expect(rest).toMatchObject({ above: 0.2, upTo: 1, customers: 6, threshold: 2, value: 50_000_000n });
  });

  it("leaves out a tier whose customers ties have drawn into the one above", () => {
    expect(tiersByRank(TIED, [0.2, 0.4, 0.5]).map(({ upTo, customers }) => [upTo, customers])).toEqual([
      [0.2, 4],
      [0.5, 1],
      [1, 5],
    ]);
  });

  it("does not depend on the order of the customers", () => {
    const random = seeded(3);
    const values = Float64Array.from({ length: 500 }, () => Math.floor(40 * random.uniform() ** 3));
    const also = { spent: values.map((value) => value * 2) };
    const reversed = { spent: also.spent.slice().reverse() };
    expect(tiersByRank(values.slice().reverse(), undefined, reversed)).toEqual(tiersByRank(values, undefined, also));
  });

  it("leaves customers without a value out, and has no shares where one is below 0", () => {
    const tiers = tiersByRank(Float64Array.of(3, Number.NaN, -1, 2), [0.5], { came: Float64Array.of(1, 7, 2, 4) });
    expect(tiers.map(({ customers, also }) => [customers, also["came"]])).toEqual([
      [2, 5_000_000n],
      [1, 2_000_000n],
    ]);
    for (const tier of tiers) expect(tier).not.toHaveProperty("share");
  });

  it("takes 7 of 100 for 7 %, though 0.07 × 100 is above 7 in doubles", () => {
    const values = Float64Array.from({ length: 100 }, (_, k) => 100 - k);
    expect(tiersByRank(values, [0.07])[0]!.customers).toBe(7);
  });

  it("is empty without customers", () => {
    expect(tiersByRank(new Float64Array(0))).toEqual([]);
    expect(smallestSets(new Float64Array(0))).toEqual([]);
  });
});

describe("smallestSets", () => {
  it("ends with a tie, not within it", () => {
    expect(smallestSets(TIED, [0.2, 0.5, 0.8])).toEqual([
      { share: 0.2, customers: 1, threshold: 90 },
      { share: 0.5, customers: 4, threshold: 50 },
      { share: 0.8, customers: 4, threshold: 50 },
    ]);
  });

  it("is of what is above 0", () => {
    expect(smallestSets(Float64Array.of(4, -10, 6), [0.6, 1])).toEqual([
      { share: 0.6, customers: 1, threshold: 6 },
      { share: 1, customers: 2, threshold: 4 },
    ]);
    expect(smallestSets(Float64Array.of(-4, -10), [0.5])).toEqual([]);
  });
});

describe("topCustomers", () => {
  it("never counts those without value among the best", () => {
    expect([...topCustomers(Float64Array.of(0, 5, 0, 0), 0.5)]).toEqual([0, 1, 0, 0]);
    expect([...topCustomers(TIED, 0.2)]).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  });
});

// Skipped where the folder ../shared/data, which is no part of the project, is missing.
describe.skipIf(sample === undefined)("tiers of the CDNOW sample (../shared/data)", () => {
  const known = sample!;
  const values = () => {
    const [spend, purchases] = [expectedSpends(known), discountedPurchases(known, 1)];
    return spend.map((z, k) => 0.3 * z * purchases[k]!);
  };

  it("are those of the reference, beside what the holdout brought", () => {
    const also = { revenue: known.revenue, holdout: known.holdoutRevenue };
    const tiers = tiersByRank(values(), undefined, also);
    const expected = figures("cdnow-tiers-by-rank");
    expect(tiers.length).toBe(expected.length);
    for (const [k, row] of expected.entries()) {
      const tier = tiers[k]!;
      expect(tier.customers).toBe(Number(row["customers"]));
      // The reference gives 0 for the threshold of the rest.
      if (k < 5) expectClose(tier.threshold, Number(row["threshold"]), 0, "threshold", 1e-6);
      expectClose(moneyOf(tier.value), Number(row["clv"]), 1e-9);
      expectClose(tier.share!, Number(row["share_of_clv"]), 1e-9);
      expect(moneyOf(tier.also["revenue"]!)).toBe(Number(row["revenue_to_date"]));
      expect(moneyOf(tier.also["holdout"]!)).toBe(Number(row["holdout_revenue"]));
    }
  });

  it("by value are the smallest sets of the reference, but for a tie the reference splits", () => {
    const known = values();
    const expected = figures("cdnow-tiers-by-value");
    const sets = smallestSets(known);
    expect(sets.map(({ share }) => share)).toEqual(expected.map((row) => Number(row["share_of_clv"])));
    for (const [k, set] of sets.entries()) expectClose(set.threshold, Number(expected[k]!["threshold"]), 0, "", 1e-6);
    // The 1,907th and the 1,908th customer are worth the same: the reference stops between them.
    expect(expected.map((row) => Number(row["customers"]))).toEqual([30, 174, 820, 1907]);
    expect(sets.map(({ customers }) => customers)).toEqual([30, 174, 820, 1908]);
    const sorted = known.slice().sort().reverse();
    expect(sorted[1907]).toBe(sorted[1906]);
  });
});
