import { describe, expect, it } from "vitest";
import { expectedPurchasesIfAlive, probabilityOfPurchaseIfAlive } from "../../models/bg-nbd/expected-purchases.ts";
import { probabilityAlive } from "../../models/bg-nbd/probability-alive.ts";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import type { Fit } from "../../src/fit/fit-result.ts";
import type { FittedModel } from "../../src/fit/fitted-model.ts";
import type { Model, Parameters } from "../../src/model.ts";
import { score } from "../../src/predict/score.ts";
import { totalScores } from "../../src/predict/totals.ts";
import { spendAt } from "../../test/support/spend-at.ts";
import { expectClose } from "../support/close.ts";

const PURCHASES = { r: 0.24259452243, alpha: 4.41360201901, a: 0.792922017226, b: 2.42590677683 };
const SPEND = { p: 6.24957227132, q: 3.74422466713, v: 15.4435209626 };

/** Customers 1 and 1516 of CDNOW, the first twice, and one without repeat purchase. */
const base: CustomerBase = {
  length: 4,
  customers: ["0001", "0002", "1516", "9999"],
  frequency: Float64Array.of(2, 0, 26, 2),
  recency: Float64Array.of(213 / 7, 0, 216 / 7, 213 / 7),
  T: Float64Array.of(272 / 7, 272 / 7, 217 / 7, 272 / 7),
  monetaryValue: Float64Array.of(22.345, Number.NaN, 40, 100),
  unit: "week",
  grain: "day",
};

function fittedModel(spend: Parameters | undefined = SPEND): FittedModel {
  const fit = <M extends Model>(model: M, parameters: Parameters): Fit<M> => ({ model, parameters }) as Fit<M>;
  return {
    purchase: fit(bgNbd, PURCHASES),
    ...(spend && { spend: fit(gammaGamma, spend) }),
    unit: "week",
    grain: "day",
    data: { customers: 2357, repeatPurchases: 2457, sha256: "" },
  };
}

const horizon = { amount: 39, unit: "week" } as const;

describe("score", () => {
  it("gives each customer what the models say, in the order of the base", () => {
    const scores = score(base, fittedModel(), { horizon });
    expect(scores.customers).toBe(base.customers);
    expectClose(scores.probabilityAlive[0], 0.726620311662, 1e-10);
    expectClose(scores.expectedPurchases[0], 1.22599445529, 1e-10);
    expectClose(scores.probabilityAlive[2], 0.968854441398, 1e-10);
    expect(scores.probabilityAlive[1]).toBe(1);
    expect(scores.expectedPurchases[3]).toBe(scores.expectedPurchases[0]);
    const atLeastOne = 0.726620311662 * probabilityOfPurchaseIfAlive(PURCHASES, 2, 272 / 7, 39);
    expectClose(scores.probabilityOfPurchase[0], atLeastOne, 1e-10);
    expect(scores.notices).toEqual([]);
  });

  it("values purchases at the customer's own expected spend, the population's without repeat purchase", () => {
    const { value, expectedPurchases } = score(base, fittedModel(), { horizon, margin: 0.4 });
    expectClose(value!.expectedSpend[0], spendAt(gammaGamma, SPEND, 2, 22.345)!, 1e-15);
    expect(value!.expectedSpend[1]).toBe(gammaGamma.expectedSpend(SPEND, 0)!.constant);
    for (let k = 0; k < 4; k++) {
      expectClose(value!.clvUndiscounted[k], 0.4 * expectedPurchases[k] * value!.expectedSpend[k], 1e-15);
      expectClose(value!.clv[k], value!.clvUndiscounted[k], 1e-15);
    }
  });

  it("discounts per year, in continuous time: against sums over 20 000 slices", () => {
    const options = { horizon: { amount: 2, unit: "year" }, discountRate: 0.12 } as const;
    const { value } = score(base, fittedModel(), options);
    const weeks = (2 * 365.25) / 7;
    const slices = 20_000;
    const end = (k: number): number => expectedPurchasesIfAlive(PURCHASES, 2, 272 / 7, (k * weeks) / slices);
    let discounted = 0;
    for (let k = 0; k < slices; k++) discounted += (end(k + 1) - end(k)) * 1.12 ** (-(2 * (k + 0.5)) / slices);
    const expected = probabilityAlive(PURCHASES, 2, 213 / 7, 272 / 7) * discounted * value!.expectedSpend[0];
    // The middle of a slice is off by (δ·width)²/24 = 5e-12; the 20 000 differences of G by their rounding.
    expectClose(value!.clv[0], expected, 1e-10);
    expect(value!.clv[0]).toBeLessThan(value!.clvUndiscounted[0]);
  });

  it("does not depend on the unit of the base, and says when it converted", () => {
    const days = {
      ...base,
      recency: base.recency.map((t) => Math.round(t * 7)),
      T: base.T.map((t) => Math.round(t * 7)),
      unit: "day",
    } as const;
    const inWeeks = score(base, fittedModel(), { horizon, discountRate: 0.1 });
    const inDays = score(days, fittedModel(), { horizon, discountRate: 0.1 });
    expect(inDays.probabilityAlive).toEqual(inWeeks.probabilityAlive);
    expect(inDays.value).toEqual(inWeeks.value);
    expect(inDays.notices.map((notice) => notice.name)).toEqual(["unit-converted"]);
  });

  it("says when the grain is another", () => {
    const { notices } = score({ ...base, grain: "week" }, fittedModel(), { horizon });
    expect(notices.map(({ name, severity }) => [name, severity])).toEqual([["grain-differs", "warning"]]);
  });

  it("says when observation ends before the data of the model, which have seen what is to come", () => {
    const fitted = fittedModel();
    const noticed = (until: string, modelsUntil = "1997-09-30") => {
      const ofModel = { ...fitted, data: { ...fitted.data, from: "1997-01-01", until: modelsUntil } };
      return score({ ...base, until: Date.parse(until) }, ofModel, { horizon }).notices;
    };
    expect(noticed("1997-09-29").map(({ name, severity }) => [name, severity])).toEqual([
      ["ends-before-model", "warning"],
    ]);
    expect(noticed("1997-09-29")[0].message).toBe(
      "Observation ends on 1997-09-29, before the end of the data of the fit, 1997-09-30.",
    );
    for (const until of ["1997-09-30", "1997-09-30T05:00Z", "1998-06-30"]) expect(noticed(until)).toEqual([]);
    // Neither end is known of data without dates.
    expect(score({ ...base, until: 0 }, fitted, { horizon }).notices).toEqual([]);
  });

  it("leaves a value empty that does not exist, counts it, and keeps it out of the total", () => {
    const scores = score(base, fittedModel({ p: 6, q: 0.9, v: 15 }), { horizon });
    expect(scores.value!.expectedSpend[1]).toBeNaN();
    expect(scores.value!.clv[1]).toBeNaN();
    expect(scores.value!.clvUndiscounted[1]).toBeNaN();
    expect(scores.expectedPurchases[1]).toBeGreaterThan(0);
    expect(scores.notices[0].message).toMatch(/^For 1 customer /);
    const totals = totalScores(scores);
    expect(totals.customers).toBe(4);
    expect(totals.value!.customers).toBe(3);
    expect(totals.value!.equity).toBeGreaterThan(0);
  });

  it("scores purchases alone without values or without a spend model", () => {
    const { monetaryValue: _, ...unvalued } = base;
    expect(score(unvalued, fittedModel(), { horizon }).value).toBeUndefined();
    const { spend: __, ...purchasesOnly } = fittedModel();
    const scores = score(base, purchasesOnly, { horizon });
    expect(scores.value).toBeUndefined();
    expect(totalScores(scores).value).toBeUndefined();
  });

  it("refuses a margin or a discount rate outside its domain", () => {
    const run = (options: object) => () => score(base, fittedModel(), { horizon, ...options });
    expect(run({ margin: 0 })).toThrow(/^margin: expected a finite number greater than 0, got 0/);
    expect(run({ discountRate: -0.1 })).toThrow(/^discount rate: expected a finite number of at least 0/);
    expect(run({ discountRate: Number.NaN })).toThrow(/^discount rate/);
    expect(run({ margin: 30 })).toThrow(/^margin: expected .* got 30\. 30 % is 0\.3/);
    expect(run({ discountRate: 10 })).toThrow(/^discount rate: expected .* got 10\. 10 % is 0\.1/);
  });

  it("takes a percentage for the share it is", () => {
    const at = (terms: object) => score(base, fittedModel(), { horizon, ...terms }).value!;
    expect(at({ margin: "30%", discountRate: "10%" })).toEqual(at({ margin: 0.3, discountRate: 0.1 }));
    const whole = at({ margin: 1 });
    // Powers of two are exact.
    expect(at({ margin: "400%" }).clv).toEqual(whole.clv.map((value) => 4 * value));
  });

  it("scores an empty base", () => {
    const empty = new Float64Array(0);
    const none = {
      ...base,
      length: 0,
      customers: [],
      frequency: empty,
      recency: empty,
      T: empty,
      monetaryValue: empty,
    };
    const scores = score(none, fittedModel(), { horizon });
    expect(totalScores(scores)).toMatchObject({ customers: 0, alive: 0, expectedPurchases: 0 });
  });
});

describe("totalScores", () => {
  it("adds up the columns", () => {
    const scores = score(base, fittedModel(), { horizon });
    const totals = totalScores(scores);
    const plain = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);
    expectClose(totals.alive, plain(scores.probabilityAlive), 1e-15);
    expectClose(totals.expectedPurchases, plain(scores.expectedPurchases), 1e-15);
    expectClose(totals.value!.equity, plain(scores.value!.clv), 1e-15);
    expectClose(totals.value!.equityUndiscounted, plain(scores.value!.clvUndiscounted), 1e-15);
  });
});
