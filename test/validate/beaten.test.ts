import { describe, expect, it } from "vitest";
import { ranked } from "../../src/math/ranks.ts";
import { baselines } from "../../src/validate/baselines.ts";
import { beaten, competes } from "../../src/validate/beaten.ts";
import { predictorResult } from "../../src/validate/predictor-result.ts";
import type { Comparison, PredictorResult } from "../../src/validate/validation.ts";

const model: PredictorResult = {
  predictor: "model",
  title: "the model",
  total: 100,
  totalError: 0.02,
  bias: 0,
  mae: 1,
  rmse: 2,
  rankCorrelation: 0.4,
  gini: 0.5,
  topDecileFound: 0.35,
};
const rule = (over: Partial<PredictorResult>): PredictorResult => ({
  ...model,
  predictor: "hiatus",
  title: "a rule",
  rmse: 3,
  gini: 0.3,
  topDecileFound: 0.2,
  ...over,
});
const names = (...predictors: PredictorResult[]): string[] =>
  beaten("purchases", { predictors } as unknown as Comparison).map(({ name }) => name);

describe("a rule against the model", () => {
  it("does not compete when it expects nothing of anybody, however small its squared error", () => {
    const nothing = rule({
      total: 0,
      totalError: -1,
      rmse: 1,
      rankCorrelation: undefined,
      gini: 0,
      topDecileFound: 0.1,
    });
    expect(competes(nothing)).toBe(false);
    expect(names(model, nothing)).toEqual([]);
  });

  it("is judged in ranking by Gini and top decile, which must agree", () => {
    expect(names(model, rule({ gini: 0.6, topDecileFound: 0.5 }))).toEqual(["purchases-ranking-beaten"]);
    expect(names(model, rule({ gini: 0.6 }))).toEqual([]);
    expect(names(model, rule({ topDecileFound: 0.5 }))).toEqual([]);
    expect(names(model, rule({ gini: 0.505, topDecileFound: 0.355 }))).toEqual([]);
  });

  it("that says the same of everybody has no order to rank by", () => {
    expect(names(model, rule({ rankCorrelation: undefined, gini: 0.9, topDecileFound: 0.9 }))).toEqual([]);
  });

  it("is judged in totals by the total, where the model's matters", () => {
    const off = { ...model, totalError: -0.3 };
    expect(names(off, rule({ totalError: 0.1 }))).toEqual(["purchases-total-beaten"]);
    expect(names(off, rule({ totalError: 0.2 }))).toEqual([]);
    expect(names(model, rule({ totalError: 0.001 }))).toEqual([]);
  });

  it("with a smaller squared error does not take the ranking from the model", () => {
    const [notice] = beaten("value", { predictors: [model, rule({ rmse: 1 })] } as unknown as Comparison);
    expect(notice.name).toBe("value-beaten");
    expect(notice.advice).toContain("Rank with it");
    expect(notice.advice).toContain("35 % of the true top decile");
    const [ranking, single] = beaten("value", {
      predictors: [model, rule({ rmse: 1, gini: 0.6, topDecileFound: 0.5 })],
    } as unknown as Comparison);
    expect(ranking.advice).toContain("Do not rank or target customers with the model");
    expect(single.advice).not.toContain("Rank with it");
  });

  it("is not the model's better where hardly anybody comes back and the best cutoff is none", () => {
    // 40 customers, of whom one returns: the past rates overshoot so far that the best rule expects no customer to
    // continue.
    const frequency = Float64Array.from({ length: 40 }, (_, k) => k % 5);
    const recency = frequency.map((x) => (x > 0 ? 20 : 0));
    const T = frequency.map(() => 30);
    const came = frequency.map((_, k) => (k === 14 ? 1 : 0));
    const known = { frequency, recency, T, unit: "day" } as const;
    const results = baselines(known, 30, came).map(({ predictor, title, expected }) =>
      predictorResult(predictor, title, ranked(expected), ranked(came)),
    );
    const found = predictorResult("model", "the model", ranked(frequency.map((x) => 0.1 * x)), ranked(came));
    const nobody = results.find(({ predictor }) => predictor === "hiatus")!;
    expect([nobody.total, nobody.title]).toEqual([0, "no customer buys again (best in hindsight)"]);
    expect(nobody.rmse).toBeLessThan(found.rmse);
    const notices = beaten("purchases", { predictors: [found, nobody] } as unknown as Comparison);
    expect(notices).toEqual([]);
  });
});
