import { describe, expect, it } from "vitest";
import { seeded } from "../../src/random/seeded.ts";
import { cohortMonths } from "../../src/value/assign-costs.ts";
import { arrivalsLike, crossed, customerEquity, equityInterval, futureEquity } from "../../src/value/equity.ts";
import { decimalOf, exactSums, moneyOf } from "../../src/value/exact-sums.ts";
import { expectClose } from "../support/close.ts";
import { discountedPurchases, expectedSpends, readSample } from "./cdnow.ts";
import { figures } from "./economics.ts";

const sample = readSample();

describe("exactSums", () => {
  it("rounds each amount once (worked-examples.json, equity_reconciliation)", () => {
    const amounts = Float64Array.of(0.333333, 0.3333331, 0.3333339);
    expect(exactSums(amounts).sum).toEqual([1_000_000n]);
    expect(exactSums(amounts, { of: Uint32Array.of(0, 1, 2), count: 3 }).sum).toEqual([333_333n, 333_333n, 333_334n]);
  });

  it("rounds halves away from zero, on both sides", () => {
    expect(exactSums(Float64Array.of(0.5e-6, 1.5e-6), { of: Uint32Array.of(0, 1), count: 2 }).sum).toEqual([1n, 2n]);
    expect(exactSums(Float64Array.of(-0.5e-6)).sum).toEqual([-1n]);
  });

  it("does not depend on the order or the division, negative amounts and large ones included", () => {
    const random = seeded(5);
    const amounts = Float64Array.from({ length: 3000 }, () => (random.uniform() - 0.4) * 10 ** (16 * random.uniform()));
    const exact = amounts.reduce(
      (sum, amount) => sum + BigInt(Math.sign(amount)) * BigInt(Math.round(Math.abs(amount) * 1e6)),
      0n,
    );
    expect(exactSums(amounts).sum).toEqual([exact]);
    expect(exactSums(amounts.slice().reverse()).sum).toEqual([exact]);
    for (const count of [2, 7, 100]) {
      const of = Uint32Array.from(amounts, () => Math.floor(count * random.uniform()));
      const { sum, negative } = exactSums(amounts, { of, count });
      expect(sum.reduce((a, b) => a + b)).toBe(exact);
      const below = amounts.filter((amount) => amount < 0 && Math.round(-amount * 1e6) > 0);
      expect(negative.reduce((n, { customers }) => n + customers, 0)).toBe(below.length);
    }
  });

  it("is written exactly", () => {
    expect(decimalOf(-1_199_944n)).toBe("-1.199944");
    expect(decimalOf(5n)).toBe("0.000005");
    expect(moneyOf(21_808_114_939n)).toBe(21808.114939);
  });
});

describe("customerEquity", () => {
  const segments = { names: ["a", "b"], of: Uint32Array.of(0, 1, 1, 0) };

  it("adds up, with shares of the whole", () => {
    const { whole, parts } = customerEquity(Float64Array.of(1, 2, Number.NaN, 5), segments);
    expect(whole).toMatchObject({ customers: 3, missing: 1, equity: 8_000_000n, share: 1 });
    expect(parts).toMatchObject([
      { name: "a", customers: 2, missing: 0, equity: 6_000_000n, share: 0.75 },
      { name: "b", customers: 1, missing: 1, equity: 2_000_000n, share: 0.25 },
    ]);
  });

  it("has no shares where anybody is below 0", () => {
    const { whole, parts } = customerEquity(Float64Array.of(1, -2, 3, 5), segments);
    expect(whole.negative).toEqual({ customers: 1, sum: -2_000_000n });
    for (const part of [whole, ...parts]) expect(part).not.toHaveProperty("share");
  });
});

describe("equityInterval", () => {
  it("adds the groups up draw by draw", () => {
    const draws = Float64Array.from({ length: 199 }, (_, d) => d + 1);
    const group = { terms: { s: 0.5, k: 0.25 }, value: draws, purchases: draws };
    expect(equityInterval([group, group], 0.9)).toEqual([5, 95]);
    // Draws that go against each other cancel out, where the sum of two intervals would not.
    const against = { ...group, value: draws.slice().reverse(), purchases: draws.slice().reverse() };
    expect(equityInterval([group, against], 0.9)).toEqual([50, 50]);
  });
});

describe("futureEquity", () => {
  it("discounts those who come later, and takes acquisition off", () => {
    expectClose(futureEquity([{ time: 0, customers: 10 }], 24, 20, 0.1), 40, 1e-15);
    expectClose(futureEquity([{ time: 2, customers: 10 }], 24, 20, 0.1), 40 / 1.21, 1e-14);
    expect(futureEquity([{ time: 1, customers: 10 }], 15, 20, 0)).toBe(-50);
    expect(futureEquity([], 15, 20, 0.1)).toBe(0);
  });

  it("has as many come as came lately, in the middle of each period", () => {
    expect(arrivalsLike([10, 20], 3, 0.5)).toEqual([
      { time: 0.25, customers: 15 },
      { time: 0.75, customers: 15 },
      { time: 1.25, customers: 15 },
    ]);
    // Counted at the end of a month they are worth (1.1)^(1/24) less.
    const monthly = futureEquity(arrivalsLike([1], 12, 1 / 12), 1, 0, 0.1);
    const atEnd = monthly * 1.1 ** (-1 / 24);
    expectClose(monthly / atEnd - 1, 0.00398, 0.01);
  });
});

// Skipped where the folder ../shared/data, which is no part of the project, is missing.
describe.skipIf(sample === undefined)("CDNOW by cohort and frequency (../shared/data)", () => {
  it("adds up to the millionth", () => {
    const [spend, purchases] = [expectedSpends(sample!), discountedPurchases(sample!, 1)];
    const clv = spend.map((z, k) => 0.3 * z * purchases[k]!);
    const classes = ["0", "1", "2 to 4", "5 and more"];
    const ofFrequency = Uint32Array.from(sample!.frequency, (x) => (x < 2 ? x : x < 5 ? 2 : 3));
    const cohorts = cohortMonths(sample!.firstDate);
    const { whole, parts } = customerEquity(clv, crossed(cohorts, { names: classes, of: ofFrequency }));
    const table = figures("cdnow-equity-cohort-by-frequency-millionths");
    expect(cohorts.names).toEqual(table.slice(0, 3).map(({ cohort }) => cohort));
    const expected = table.slice(0, 3).flatMap((row) => classes.map((name) => BigInt(row[name]!)));
    expect(parts.map(({ equity }) => equity)).toEqual(expected);
    expect(whole.equity).toBe(BigInt(table[3]!["All"]!));
  });
});
