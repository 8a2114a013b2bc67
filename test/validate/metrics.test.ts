import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Ranked, ranked } from "../../src/math/ranks.ts";
import { baselines } from "../../src/validate/baselines.ts";
import { byFrequency, byTime } from "../../src/validate/calibration.ts";
import { deciles, gainCurve, relativeGini, topDecileFound } from "../../src/validate/gain.ts";
import { predictorResult } from "../../src/validate/predictor-result.ts";
import { expectClose } from "../support/close.ts";

function of(...values: number[]): Ranked {
  return ranked(Float64Array.from(values));
}

describe("one predictor", () => {
  it("is judged by hand: errors 1, −1, 0, −2", () => {
    const result = predictorResult("model", "the model", of(1, 2, 3, 0), of(0, 3, 3, 2));
    expect(result.total).toBe(6);
    expectClose(result.totalError!, -2 / 8, 1e-15);
    expectClose(result.bias, -0.5, 1e-15);
    expectClose(result.mae, 1, 1e-15);
    expectClose(result.rmse, Math.sqrt(6 / 4), 1e-15);
  });

  it("has no relative error, rank correlation or Gini where nothing came", () => {
    const result = predictorResult("mean", "", of(1, 2), of(0, 0));
    expect([result.totalError, result.rankCorrelation, result.gini, result.topDecileFound]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("gain", () => {
  const actual = of(6, 3, 1, 0);

  it("is 1 for the perfect order, −1 for its reverse, 0 for none", () => {
    expectClose(relativeGini(actual, actual)!, 1, 1e-15);
    expectClose(relativeGini(of(-6, -3, -1, -0), actual)!, -1, 1e-15);
    expectClose(relativeGini(of(1, 1, 1, 1), actual)!, 0, 1e-15, "", 1e-15);
  });

  it("is by hand for one exchange: areas under 3, 9, 10, 10 and 6, 9, 10, 10 of 10", () => {
    // Trapezoids: 2·area = (3 + 12 + 19 + 20)/40 = 1.35 and (6 + 15 + 19 + 20)/40 = 1.5; Gini .35 and .5.
    expectClose(relativeGini(of(2, 3, 1, 0), actual)!, 0.35 / 0.5, 1e-14);
  });

  it("rises in straight lines over ties", () => {
    const curve = gainCurve(of(2, 2, 1, 1), actual);
    expect(curve).toHaveLength(101);
    expectClose(curve[25].model, 0.45, 1e-15);
    expectClose(curve[50].model, 0.9, 1e-15);
    expectClose(curve[50].perfect, 0.9, 1e-15);
    expectClose(curve[25].perfect, 0.6, 1e-15);
    expectClose(curve[100].model, 1, 1e-15);
  });

  it("is what random tie-breaking gives on average, for curve, deciles and the best tenth", () => {
    const n = 30;
    const came = Float64Array.from({ length: n }, (_, k) => (k * 7) % 11);
    const coarse = Float64Array.from({ length: n }, (_, k) => Math.floor(k / 8));
    const found = topDecileFound(ranked(coarse), ranked(came))!;
    const groups = deciles(ranked(coarse), came);
    // By hand: of the best score 3 are the customers 24 … 29, three of six are in the tenth (3 customers): chance ½ each. True best:
    // came = 10 for k = 3, 14, 25: of these 25 alone has score 3.
    expectClose(found, 0.5 / 3, 1e-15);
    const best = [24, 25, 26, 27, 28, 29].reduce((sum, k) => sum + came[k], 0);
    expectClose(groups[0].actual, best / 2, 1e-15);
    expectClose(groups[1].actual, best / 2, 1e-15);
    expect(groups.map(({ customers }) => customers)).toEqual(new Array(10).fill(3));
  });

  it("has a tenth of whole customers, rounded up: two of 15", () => {
    // The best two are predicted in the wrong order: both are in a tenth of ⌈1.5⌉ = 2, neither in one of ⌊1.5⌋ = 1.
    const came = Float64Array.from({ length: 15 }, (_, k) => 15 - k);
    const predicted = Float64Array.from(came, (value, k) => (k === 0 ? 14.5 : k === 1 ? 15.5 : value));
    expect(topDecileFound(ranked(predicted), ranked(came))).toBe(1);
  });

  it("is 0 where nothing came, never NaN", () => {
    const none = new Float64Array(20);
    const some = none.map((_, k) => k);
    expect(gainCurve(ranked(some), ranked(none)).every(({ model, perfect }) => model === 0 && perfect === 0)).toBe(
      true,
    );
    expect(deciles(ranked(some), none).every(({ lift }) => lift === 0)).toBe(true);
  });

  it("keeps totals, for any numbers", () => {
    const column = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 10, maxLength: 60 });
    fc.assert(
      fc.property(column, column, (a, b) => {
        const n = Math.min(a.length, b.length);
        const expected = Float64Array.from(a.slice(0, n));
        const came = Float64Array.from(b.slice(0, n));
        const groups = deciles(ranked(expected), came);
        const sum = (column: Iterable<number>): number => [...column].reduce((total, value) => total + value, 0);
        expectClose(sum(groups.map(({ actual }) => actual)), sum(came), 1e-12, "", 1e-12);
        expectClose(sum(groups.map(({ expected }) => expected)), sum(expected), 1e-12, "", 1e-12);
        expect(sum(groups.map(({ customers }) => customers))).toBe(n);
        groups.slice(1).forEach((group, k) => {
          const mean = (g: typeof group): number => g.expected / g.customers;
          expect(mean(group)).toBeLessThanOrEqual(mean(groups[k]) + 1e-9);
        });
      }),
    );
  });
});

describe("rules anyone could follow", () => {
  const known = {
    frequency: Float64Array.of(2, 0, 4),
    recency: Float64Array.of(10, 0, 5),
    T: Float64Array.of(20, 30, 10),
    monetaryValue: Float64Array.of(3, Number.NaN, 5),
    unit: "day",
  } as const;
  const purchases = { frequency: known.frequency, recency: known.recency, T: known.T, unit: "day" } as const;

  it("repeat the past rate: x/T·t, times m", () => {
    expect([...baselines(purchases, 10, Float64Array.of(0, 0, 0))[0].expected]).toEqual([1, 0, 4]);
    expect([...baselines(known, 10, Float64Array.of(0, 0, 0))[0].expected]).toEqual([3, 0, 20]);
  });

  it("take who bought lately for alive, with the cut-off that is best in hindsight", () => {
    // Hiatus 10, 30, 5; rates 1, 0, 4. With actual (0, 0, 4) the best is to believe the last only: c = 5.
    expect([...baselines(purchases, 10, Float64Array.of(0, 0, 4))[1].expected]).toEqual([0, 0, 4]);
    expect([...baselines(purchases, 10, Float64Array.of(1, 0, 4))[1].expected]).toEqual([1, 0, 4]);
  });

  it.each([
    [4 / 7, "week", "4 days"],
    [1 / 7, "week", "1 day"],
    [1, "week", "1 week"],
    [60 / 7, "week", "8.57 weeks"],
  ] as const)("name a cut-off of %d %ss in words", (cutoff, unit, text) => {
    const one = { frequency: Float64Array.of(10), recency: Float64Array.of(10 - cutoff), T: Float64Array.of(10), unit };
    const [, hiatus] = baselines(one, 5, Float64Array.of(5));
    expect(hiatus.title).toBe(`past rate of customers who bought within the last ${text} (best in hindsight)`);
  });

  it("no other cut-off has a lower squared error", () => {
    const customer = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.double({ min: 0.1, max: 1, noNaN: true }), fc.nat(4));
    fc.assert(
      fc.property(fc.array(customer, { minLength: 1, maxLength: 12 }), (customers) => {
        const frequency = Float64Array.from(customers, ([x]) => x);
        const T = frequency.map(() => 10);
        const recency = Float64Array.from(customers, ([x, share]) => (x > 0 ? 10 * share : 0));
        const came = Float64Array.from(customers, ([, , y]) => y);
        const [rate, hiatus] = baselines({ frequency, recency, T, unit: "day" }, 5, came);
        const error = (expected: Float64Array): number => expected.reduce((sum, e, k) => sum + (e - came[k]) ** 2, 0);
        for (const cutoff of [-1, ...recency.map((tx) => 10 - tx)]) {
          const other = rate.expected.map((e, k) => (10 - recency[k] <= cutoff ? e : 0));
          expect(error(hiatus.expected)).toBeLessThanOrEqual(error(other) + 1e-12);
        }
      }),
    );
  });

  it("lets no customer go on where that is best, not even one with a purchase on the last day", () => {
    const gone = { frequency: Float64Array.of(1, 0), recency: Float64Array.of(10, 0), T: Float64Array.of(10, 10) };
    const [, hiatus] = baselines({ ...gone, unit: "day" }, 5, Float64Array.of(0, 0));
    expect([...hiatus.expected]).toEqual([0, 0]);
    expect(hiatus.title).toBe("no customer buys again (best in hindsight)");
  });

  it("take everyone for average: Σx/ΣT·t = 6/60·10, times the mean over purchases 26/6", () => {
    expectClose(baselines(purchases, 10, Float64Array.of(0, 0, 0))[2].expected[1], 1, 1e-15);
    expectClose(baselines(known, 10, Float64Array.of(0, 0, 0))[2].expected[1], 26 / 6, 1e-15);
  });
});

describe("calibration", () => {
  it("bins by frequency, the last bin open", () => {
    const frequency = Float64Array.of(0, 0, 1, 9, 7);
    const bins = byFrequency(frequency)(Float64Array.of(1, 3, 5, 2, 4), Float64Array.of(0, 1, 5, 8, 2));
    expect(bins).toEqual([
      { label: "0", from: 0, to: 0, customers: 2, expected: 2, actual: 0.5 },
      { label: "1", from: 1, to: 1, customers: 1, expected: 5, actual: 5 },
      { label: "7+", from: 7, to: 9, customers: 2, expected: 3, actual: 5 },
    ]);
  });

  it("bins repeat buyers by recency into groups of like size, equal recencies together", () => {
    const recency = Float64Array.from({ length: 81 }, (_, k) => k);
    const frequency = recency.map((tx) => (tx > 0 ? 1 : 0));
    const bins = byTime(frequency, recency)(recency, recency);
    expect(bins.map(({ customers }) => customers)).toEqual([1, 10, 10, 10, 10, 10, 10, 10, 10]);
    expect([bins[1].from, bins[1].to, bins[1].label]).toEqual([1, 10, "1 – 10"]);
    const tied = byTime(frequency, frequency)(frequency, frequency);
    expect(tied.map(({ customers }) => customers)).toEqual([1, 80]);
  });
});
