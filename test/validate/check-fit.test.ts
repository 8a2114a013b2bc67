import { describe, expect, it } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { countHistories } from "../../src/data/histories.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { chiSquareTail } from "../../src/math/chi-square.ts";
import { checkFit } from "../../src/validate/check-fit.ts";
import { histogram } from "../../src/validate/histogram.ts";
import { independence } from "../../src/validate/independence.ts";
import { purchaseHistogram } from "../../src/validate/purchase-histogram.ts";
import { expectClose } from "../support/close.ts";
import { simulatedCustomers } from "../support/simulated-customers.ts";
import { WORLDS } from "../support/worlds.ts";

const bar = (from: number, actual: number, expected: number) => ({ label: "", from, to: from, actual, expected });

describe("χ²", () => {
  it("has the tail of the tables", () => {
    // mpmath, 30 digits: Q(5/2, 8.3/2); P(χ²_1 > 3.841458820694124) = .05.
    expectClose(chiSquareTail(8.3, 5), 0.1404587075628995, 1e-13);
    expectClose(chiSquareTail(3.841458820694124, 1), 0.05, 1e-13);
    expect(chiSquareTail(0, 3)).toBe(1);
  });

  it("is taken over bars merged until each expects five: (10 − 12)²/12 + (9 − 6)²/6 + (5 − 6)²/6", () => {
    // 2 + 4 merge to 6; the last 1 is left over and joins its neighbour, 5 + 1.
    const bars = [bar(0, 10, 12), bar(1, 4, 2), bar(2, 5, 4), bar(3, 5, 5), bar(4, 0, 1)];
    const { chiSquare, degreesOfFreedom, pValue, misplaced } = histogram(bars, 1);
    expectClose(chiSquare, 4 / 12 + 9 / 6 + 1 / 6, 1e-14);
    expect(degreesOfFreedom).toBe(1);
    expectClose(pValue!, chiSquareTail(2, 1), 1e-14);
    expectClose(misplaced, (2 + 2 + 1 + 0 + 1) / 2 / 24, 1e-14);
  });

  it("is no test where no degree of freedom is left", () => {
    expect(histogram([bar(0, 10, 10), bar(1, 10, 10)], 4).pValue).toBeUndefined();
  });
});

describe("a base drawn from the models", async () => {
  const base = simulatedCustomers({ ...WORLDS.cdnow, horizon: 1 }, 3000, 6);
  const fitted = await fitBase(base, bgNbd, gammaGamma);
  const check = checkFit(base, fitted);

  it("fits", () => {
    expect(check.notices).toEqual([]);
    expect(check.purchases.pValue!).toBeGreaterThan(0.01);
    expect(check.spend!.pValue!).toBeGreaterThan(0.01);
    expect(Math.abs(check.independence!.rankCorrelation)).toBeLessThan(0.1);
  });

  it("has no picture of spend for customers none of whom has bought again, whose model is of others", async () => {
    const nothing = new Float64Array(2);
    const once = { frequency: nothing, recency: nothing, T: nothing.map(() => 9), monetaryValue: nothing };
    const others = { ...base, ...once, length: 2, customers: ["a", "b"] };
    const { purchases, spend, independence } = checkFit(others, fitted);
    expect([purchases.bins[0].actual, spend, independence]).toEqual([2, undefined, undefined]);
  });

  it("expects as many customers as there are, in bars that join", () => {
    for (const { bins, misplaced, misplacedByChance } of [check.purchases, check.spend!]) {
      const sum = (of: "actual" | "expected") => bins.reduce((total, bin) => total + bin[of], 0);
      expectClose(sum("expected"), sum("actual"), 1e-9);
      expect(bins.at(-1)!.to).toBeUndefined();
      expect(misplaced).toBeLessThan(2 * misplacedByChance);
    }
    check.spend!.bins.slice(1).forEach((bin, k) => {
      expect(bin.from).toBe(check.spend!.bins[k].to);
    });
  });

  it("shows how customers differ: cells that hold what the distribution holds between them", () => {
    expect(check.heterogeneity.map(({ name }) => name)).toEqual(["rate", "dropout", "spend"]);
    for (const { points, mean } of check.heterogeneity) {
      const cell = points[1].value - points[0].value;
      const held = points.reduce((sum, { density }) => sum + density * cell, 0);
      expect(held).toBeGreaterThan(0.974);
      expect(held).toBeLessThan(1 + 1e-12);
      expect(mean!).toBeGreaterThan(0);
      expect(points.every(({ density }) => density >= 0 && density < Number.POSITIVE_INFINITY)).toBe(true);
    }
  });

  it("carries the information criteria of both fits", () => {
    expect(check.information).toEqual([
      {
        model: "bg-nbd",
        logLikelihood: fitted.purchase.logLikelihood,
        parameters: 4,
        aic: fitted.purchase.aic,
        bic: fitted.purchase.bic,
      },
      {
        model: "gamma-gamma",
        logLikelihood: fitted.spend!.logLikelihood,
        parameters: 3,
        aic: fitted.spend!.aic,
        bic: fitted.spend!.bic,
      },
    ]);
  });

  it("does without values", async () => {
    const { monetaryValue, ...plain } = base;
    const only = checkFit(plain, await fitBase(plain, bgNbd));
    expect([only.spend, only.independence]).toEqual([undefined, undefined]);
    expect(only.purchases).toEqual(check.purchases);
  });

  it("speaks when the model does not fit: everyone has bought exactly twice more", async () => {
    const same = { ...base, frequency: base.frequency.map(() => 2), recency: base.T.map((T) => T / 2) };
    const { notices } = checkFit({ ...same, monetaryValue: base.T }, fitted);
    expect(notices.map(({ name, severity }) => [name, severity])).toEqual([
      ["purchases-misfit", "warning"],
      ["spend-misfit", "warning"],
    ]);
  });

  it("says what it costs when spend goes with frequency", () => {
    // Everyone's mean value is 20 times the frequency.
    const rising = { ...base, monetaryValue: base.frequency.map((x) => (x > 0 ? 20 * x : Number.NaN)) };
    const { notices, independence: trend } = checkFit(rising, fitted);
    expectClose(trend!.rankCorrelation, 1, 1e-12);
    const { message } = notices.find(({ name }) => name === "spend-by-frequency")!;
    const mean = gammaGamma.expectedSpend(fitted.spend!.parameters, 0)!.constant;
    expect(message).toContain(
      `${(100 * (mean / 20 - 1)).toFixed(0)} % above the 20.0 of those with 1 repeat purchase,`,
    );
    expect(message).toMatch(/% below the \d+ of those with 7\+ repeat purchases/);
  });

  it("opens more bars for frequent buyers", () => {
    const often = { ...base, frequency: base.frequency.map((_, k) => k % 12), recency: base.T };
    const { bins } = purchaseHistogram(countHistories(often), bgNbd, fitted.purchase.parameters);
    expect(bins.length).toBe(13);
    expect(bins.reduce((sum, { actual }) => sum + actual, 0)).toBe(3000);
  });
});

describe("independence of spend and frequency", () => {
  it("is by hand for four customers", () => {
    const histories = {
      length: 3,
      frequency: Float64Array.of(1, 1, 9),
      monetaryValue: Float64Array.of(10, 30, 50),
      count: Float64Array.of(2, 1, 1),
    };
    const { rankCorrelation, bins } = independence(histories)!;
    // Ranks of x: 2, 2, 2, 4; of m: 1.5, 1.5, 3, 4, deviations (−.5, −.5, −.5, 1.5) and (−1, −1, .5, 1.5): Σuv = 3, Σu² = 3, Σv² = 4.5.
    expectClose(rankCorrelation, 3 / Math.sqrt(3 * 4.5), 1e-14);
    expect(bins.map(({ label, customers, mean, median }) => [label, customers, mean, median])).toEqual([
      ["1", 3, 50 / 3, 10],
      ["7+", 1, 50, 50],
    ]);
  });

  it("is undefined where everyone bought as often", () => {
    const column = Float64Array.of(1, 1);
    const values = Float64Array.of(3, 4);
    expect(independence({ length: 2, frequency: column, monetaryValue: values, count: column })).toBeUndefined();
  });
});
