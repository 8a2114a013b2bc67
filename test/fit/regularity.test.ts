import { describe, expect, it } from "vitest";
import { bgNbd, cnbd, paretoNbd } from "../../models/index.ts";
import { type Regularity, regularityNotices, regularityOf } from "../../src/fit/regularity.ts";
import type { Histories, PurchaseModel } from "../../src/model.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";

/** Histories of simulated customers, T from 30 to 59 weeks. */
function simulated(model: PurchaseModel, customers: number, seed: number): Histories {
  const column = (): Float64Array => new Float64Array(customers);
  const [frequency, recency, T, litt] = [column(), column(), column(), column()];
  for (let k = 0; k < customers; k++) {
    T[k] = 30 + (k % 30);
    const ages: number[] = [];
    model.simulate(model.example, seeded(seed, k), T[k]!, ages);
    frequency[k] = ages.length;
    recency[k] = ages.at(-1) ?? 0;
    litt[k] = ages.reduce((sum, age, n) => sum + Math.log(age - (ages[n - 1] ?? 0)), 0);
  }
  return { length: customers, frequency, recency, T, litt, count: column().fill(1) };
}

describe("the test for regularity", () => {
  it("is Wheat & Morrison's with two times: the maximum of Beta(k, k)", () => {
    const shares = [0.2, 0.45, 0.6, 0.7, 0.52];
    const recency = Float64Array.of(7, 12, 3, 30, 9);
    const litt = recency.map((t, k) => Math.log(t * shares[k]!) + Math.log(t * (1 - shares[k]!)));
    const all = { length: 5, frequency: recency.map(() => 2), recency, T: recency, litt, count: recency.map(() => 1) };
    // ψ(k) − ψ(2k) = Σ (ln share + ln(1 − share))/10 by mpmath 1.3 at 30 digits.
    expectClose(regularityOf(all)!.shape, 3.9474695824356236, 1e-12);
  });

  it.each([
    ["BG/NBD", bgNbd, 1],
    ["Pareto/NBD", paretoNbd, 1],
    ["BG/CNBD-2", cnbd(2, 0), 2],
    ["MBG/CNBD-3", cnbd(3, 1), 3],
    ["MBG/CNBD-6", cnbd(6, 1), 6],
  ] as const)("finds the k of %s, for any rates and dropout", (_, model, k) => {
    const deviates = Array.from({ length: 40 }, (__, seed) => {
      const { shape, standardError } = regularityOf(simulated(model, 1000, seed))!;
      return (shape - k) / standardError;
    });
    const mean = deviates.reduce((sum, z) => sum + z, 0) / 40;
    const spread = Math.sqrt(deviates.reduce((sum, z) => sum + (z - mean) ** 2, 0) / 39);
    // 40 draws of a standard normal: the mean within 4/√40, the spread within 4/√80.
    expect(Math.abs(mean)).toBeLessThan(0.64);
    expect(Math.abs(spread - 1)).toBeLessThan(0.45);
  });

  it("rejects chance about once in a hundred times where it is true", () => {
    const rejected = Array.from({ length: 200 }, (_, seed) => regularityOf(simulated(bgNbd, 300, seed))!).filter(
      ({ deviate }) => Math.abs(deviate) > 2.576,
    );
    // Binomial(200, .01): more than 8 has probability 2e-4.
    expect(rejected.length).toBeLessThanOrEqual(8);
  });

  it("weighs a history by its customers", () => {
    const one = simulated(bgNbd, 200, 1);
    const twice = { ...one, count: one.count.map(() => 2), litt: one.litt!.map((sum) => 2 * sum) };
    const [a, b] = [regularityOf(one)!, regularityOf(twice)!];
    expectClose(b.shape, a.shape, 1e-12);
    expectClose(b.standardError, a.standardError / Math.SQRT2, 1e-12);
    expect(b.customers).toBe(2 * a.customers);
  });

  it("has nothing to say without litt or second repeat purchases", () => {
    const { litt: _, ...without } = simulated(bgNbd, 50, 1);
    expect(regularityOf(without)).toBeUndefined();
    const once = { ...simulated(bgNbd, 50, 1), frequency: new Float64Array(50).fill(1) };
    expect(regularityOf(once)).toBeUndefined();
  });

  it("ends where all times are equal", () => {
    const equal = {
      length: 1,
      frequency: Float64Array.of(4),
      recency: Float64Array.of(8),
      T: Float64Array.of(9),
      count: Float64Array.of(10),
      litt: Float64Array.of(10 * 4 * Math.log(2)),
    };
    const found = regularityOf(equal)!;
    expect(found.shape).toBeGreaterThan(1000);
    expect(regularityNotices(found).map(({ name }) => name)).toStrictEqual(["contract-like-purchases"]);
  });

  it.each([
    [0.5, -9, ["purchases-in-bursts"]],
    [1.04, 1.3, []],
    [1.2, 5, []],
    [2.4, 30, ["regular-purchases"]],
    [2.4, 1.9, []],
    [12, 60, ["contract-like-purchases"]],
  ] as const)("advises by a shape of %d at a deviate of %d", (shape, deviate, names) => {
    const found: Regularity = { shape, standardError: 0.05, deviate, customers: 700 };
    expect(regularityNotices(found).map(({ name }) => name)).toStrictEqual(names);
  });
});
