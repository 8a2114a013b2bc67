import { describe, expect, it } from "vitest";
import { discountedPurchasesIfAlive, expectedPurchasesIfAlive } from "../../models/bg-nbd/expected-purchases.ts";
import { probabilityAlive } from "../../models/bg-nbd/probability-alive.ts";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { drawParameters } from "../../src/fit/parameter-draws.ts";
import { quantilePair } from "../../src/math/quantile-pair.ts";
import { drawOptions, type IntervalOptions } from "../../src/predict/draw-options.ts";
import { drawAll } from "../../src/predict/draw-parts.ts";
import { futureOf } from "../../src/predict/future-of.ts";
import { score } from "../../src/predict/score.ts";
import { scoreIntervals } from "../../src/predict/score-intervals.ts";
import { seeded } from "../../src/random/seeded.ts";
import { spendAt } from "../../test/support/spend-at.ts";
import { expectClose } from "../support/close.ts";
import { simulatedCustomers } from "../support/simulated-customers.ts";
import { WORLDS } from "../support/worlds.ts";

const base = simulatedCustomers(WORLDS.cdnow, 800, 41);

describe("intervals of scores", async () => {
  const fitted = await fitBase(base, bgNbd, gammaGamma);
  const parameters = drawParameters(fitted, 199, seeded(5));
  const options: IntervalOptions = {
    horizon: { amount: 39, unit: "week" },
    level: 0.9,
    discountRate: 0.15,
    margin: 0.4,
    parameters,
  };
  const result = scoreIntervals(base, fitted, options);
  const scores = score(base, fitted, options);
  const some = [0, 17, 333, base.frequency.findIndex((x) => x > 4), base.frequency.indexOf(1)];

  it("of an estimate range over the draws what the score would be under each", () => {
    for (const k of some) {
      const [x, tx, T, m] = [base.frequency[k], base.recency[k], base.T[k], base.monetaryValue![k]];
      const over = (of: (draw: (typeof parameters)[number]) => number) =>
        quantilePair(Float64Array.from(parameters, of), 0.9);
      const alive = over(({ purchase }) => probabilityAlive(purchase, x, tx, T));
      const expected = over(
        ({ purchase }) => probabilityAlive(purchase, x, tx, T) * expectedPurchasesIfAlive(purchase, x, T, 39),
      );
      const spend = over((draw) => spendAt(gammaGamma, draw.spend!, x, m)!);
      const value = over(
        ({ purchase, spend: theta }) =>
          0.4 *
          spendAt(gammaGamma, theta!, x, m)! *
          probabilityAlive(purchase, x, tx, T) *
          discountedPurchasesIfAlive(purchase, x, T, 39, (Math.log1p(0.15) * 7) / 365.25),
      );
      const { estimate } = result;
      [
        [alive, estimate.probabilityAlive, 1e-14],
        [expected, estimate.expectedPurchases, 1e-14],
        [spend, estimate.expectedSpend!, 1e-14],
        // The discount is taken at the estimate: its own dependence on the parameters is left out.
        [value, estimate.clv!, 2e-3],
      ].forEach(([ends, column, tolerance], which) => {
        const { low, high } = column as { low: Float64Array; high: Float64Array };
        expectClose(low[k], (ends as number[])[0], tolerance as number, `customer ${k}, column ${which}`);
        expectClose(high[k], (ends as number[])[1], tolerance as number, `customer ${k}, column ${which}`);
      });
    }
  });

  it("of purchases hold at least the level of the predictive distribution, and no interval shorter at an end does", () => {
    for (const k of some) {
      const [x, tx, T] = [base.frequency[k], base.recency[k], base.T[k]];
      const { low, high } = result.outcome.purchases;
      const probabilities = futureOf(bgNbd, fitted.purchase.parameters, [x, tx, T]).counts(39, 200);
      const upTo = (n: number): number => probabilities.slice(0, n + 1).reduce((sum, p) => sum + p, 0);
      expect([low[k], high[k]].every(Number.isInteger)).toBe(true);
      // At the estimate alone, without the parameters' own uncertainty, which is small for one customer.
      expect(upTo(high[k])).toBeGreaterThan(0.95 - 0.01);
      expect(upTo(high[k] - 1)).toBeLessThan(0.95 + 0.01);
      if (low[k] > 0) expect(upTo(low[k] - 1)).toBeLessThan(0.05 + 0.01);
    }
  });

  it("hold the estimate, for all but those on the edge", () => {
    const outside = base.frequency.filter((_, k) => {
      const { low, high } = result.estimate.expectedPurchases;
      return !(low[k] <= scores.expectedPurchases[k] && scores.expectedPurchases[k] <= high[k]);
    });
    expect(outside.length).toBe(0);
  });

  it("of totals come from joint draws: narrower than the sums of the ends, and they hold the score", () => {
    const [{ segment, customers, estimate, outcome }] = result.totals;
    expect([segment, customers]).toEqual(["all", 800]);
    const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
    const ends = result.estimate.expectedPurchases;
    expect(estimate.expectedPurchases.low).toBeGreaterThan(sum(ends.low));
    expect(estimate.expectedPurchases.high).toBeLessThan(sum(ends.high));
    expect(estimate.expectedPurchases.low).toBeLessThan(sum(scores.expectedPurchases));
    expect(estimate.expectedPurchases.high).toBeGreaterThan(sum(scores.expectedPurchases));
    expect(estimate.equity!.low).toBeLessThan(sum(scores.value!.clv));
    expect(estimate.equity!.high).toBeGreaterThan(sum(scores.value!.clv));
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    expect(width(outcome.purchases)).toBeGreaterThan(width(estimate.expectedPurchases));
    expect(width(outcome.purchases)).toBeLessThan(
      width({ low: sum(result.outcome.purchases.low), high: sum(result.outcome.purchases.high) }),
    );
    // 90 % of a sum of independent futures and of its expectation, as variances: 2·1.645·√(Σ var + var Σ).
    const spread = parameters.map(({ purchase }) =>
      base.frequency.reduce(
        (total, x, k) =>
          total +
          probabilityAlive(purchase, x, base.recency[k], base.T[k]) *
            expectedPurchasesIfAlive(purchase, x, base.T[k], 39),
        0,
      ),
    );
    const mean = spread.reduce((total, value) => total + value, 0) / 199;
    let variance = spread.reduce((total, value) => total + (value - mean) ** 2, 0) / 199;
    base.frequency.forEach((x, k) => {
      const probabilities = futureOf(bgNbd, fitted.purchase.parameters, [x, base.recency[k], base.T[k]]).counts(
        39,
        200,
      );
      const moment = (power: number): number => probabilities.reduce((total, p, n) => total + p * n ** power, 0);
      variance += moment(2) - moment(1) ** 2;
    });
    // Of 199 draws the width is known to about 7 %.
    expectClose(width(outcome.purchases), 2 * 1.6449 * Math.sqrt(variance), 0.2);
  });

  it("of totals are never below nothing, where hardly any draw expects a purchase", () => {
    const rare = { r: 1e-9, alpha: 5, a: 1, b: 1 };
    const draws = Array.from({ length: 199 }, (_, k) => ({ purchase: k < 5 ? { ...rare, r: 1e-4 } : rare }));
    const nothing = new Float64Array(base.length);
    const newcomers = { ...base, frequency: nothing, recency: nothing };
    const [{ outcome }] = scoreIntervals(newcomers, { ...fitted, spend: undefined } as never, {
      ...options,
      parameters: draws,
    }).totals;
    expect(outcome.purchases).toEqual({ median: 0, low: 0, high: 0 });
  });

  it("gives segments their own totals, which join to the total of all", () => {
    const of = Uint32Array.from(base.frequency, (x) => (x > 0 ? 1 : 0));
    const { totals } = scoreIntervals(base, fitted, {
      ...options,
      segments: { names: ["once", "again"], of },
    });
    expect(totals.map(({ segment }) => segment)).toEqual(["all", "once", "again"]);
    expect(totals[1].customers + totals[2].customers).toBe(800);
    const same = (one: unknown, other: unknown): void => {
      if (typeof one === "number") expectClose(one, other as number, 1e-12);
      else for (const key of Object.keys(one as object)) same((one as never)[key], (other as never)[key]);
    };
    same({ ...totals[0], segment: 0 }, { ...result.totals[0], segment: 0 });
    expect(totals[1].estimate.alive).toEqual({
      median: totals[1].customers,
      low: totals[1].customers,
      high: totals[1].customers,
    });
  });

  it("is the same from the same seed, another from another", () => {
    expect(scoreIntervals(base, fitted, options)).toEqual(result);
    const other = scoreIntervals(base, fitted, { ...options, seed: 2 });
    expect(other.estimate).toEqual(result.estimate);
    // Ends are computed, totals are drawn.
    expect(other.outcome).toEqual(result.outcome);
    expect(other.totals[0].outcome).not.toEqual(result.totals[0].outcome);
  });

  it("gives customers without a repeat purchase who are alike the same", () => {
    const { estimate, outcome } = result;
    const alike = [...base.frequency.keys()].filter((k) => base.frequency[k] === 0 && base.T[k] === base.T[1]);
    expect(base.frequency[1]).toBe(0);
    expect(alike.length).toBeGreaterThan(10);
    for (const column of [...Object.values(estimate), ...Object.values(outcome)]) {
      expect(new Set(alike.map((k) => [column.low[k], column.high[k]].join())).size).toBe(1);
    }
  });

  // Mean and standard error over 100 seeds of low end, median and high end; and of the ends of three customers. As found by drawing the
  // value of every customer under every joint draw from two gammas of its own (commit 4b9d088).
  const DRAWN = {
    totals: {
      all: [
        [415.464, 0.638, 503.045, 0.29, 591.634, 0.643],
        [5310.04, 9.59, 6543.55, 4.11, 7806.39, 10.2],
      ],
      "0": [
        [85.3553, 0.195, 111.749, 0.101, 138.813, 0.226],
        [1097.24, 3.34, 1515.46, 1.71, 2000.56, 4],
      ],
      "5 and more": [
        [108.034, 0.35, 160.146, 0.149, 214.432, 0.377],
        [1338.51, 5.07, 2040.84, 2.69, 2816.67, 6.02],
      ],
    },
    customers: [
      [1, 0, 0, 19.7012, 0.381],
      [0, 0, 0, 51.9779, 0.687],
      [14, 0, 0, 157.446, 1.16],
    ],
  };

  it("has the outcomes of values drawn one by one, to four standard errors of both", () => {
    const names = ["0", "1 to 4", "5 and more"];
    const segments = { names, of: Uint32Array.from(base.frequency, (x) => (x === 0 ? 0 : x < 5 ? 1 : 2)) };
    // The ends of customers are the same under every seed, so that they are computed once.
    const runs = Array.from({ length: 20 }, (_, k) =>
      drawAll(drawOptions(base, fitted, { ...options, segments, seed: 100 + k })),
    );
    const whole = scoreIntervals(base, fitted, { ...options, segments, seed: 100 });
    expect(runs[0].totals).toEqual(whole.totals);
    const hold = (found: readonly number[], mean: number, error: number): void => {
      const average = found.reduce((sum, value) => sum + value, 0) / found.length;
      // The spread of one run is that of the reference, of which there were 100.
      const both = error * Math.sqrt(1 + 100 / found.length);
      expect(Math.abs(average - mean), `${average} for ${mean}`).toBeLessThanOrEqual(4 * both);
    };
    for (const [name, [purchases, value]] of Object.entries(DRAWN.totals)) {
      const totals = runs.map((run) => run.totals.find(({ segment }) => segment === name)!.outcome);
      (["low", "median", "high"] as const).forEach((end, k) => {
        hold(
          totals.map((total) => total.purchases[end]),
          purchases[2 * k],
          purchases[2 * k + 1],
        );
        hold(
          totals.map((total) => total.value![end]),
          value[2 * k],
          value[2 * k + 1],
        );
      });
    }
    for (const [customer, low, lowError, high, highError] of DRAWN.customers) {
      const { value } = whole.outcome;
      hold(Array<number>(runs.length).fill(value!.low[customer]), low, lowError);
      hold(Array<number>(runs.length).fill(value!.high[customer]), high, highError);
    }
  });

  it("does without values", () => {
    const { monetaryValue, ...plain } = base;
    const { estimate, outcome, totals } = scoreIntervals(plain, fitted, options);
    expect([estimate.expectedSpend, estimate.clv, outcome.value]).toEqual([undefined, undefined, undefined]);
    expect(estimate.expectedPurchases).toEqual(result.estimate.expectedPurchases);
    expect(totals[0].estimate.equity).toBeUndefined();
  });

  it("has no upper end where the mean does not exist for so many draws", () => {
    const wild = parameters.map((draw, k) => ({ ...draw, spend: { ...draw.spend!, q: k % 2 ? 0.9 : 3 } }));
    const { estimate } = scoreIntervals(base, fitted, { ...options, parameters: wild });
    const once = base.frequency.indexOf(0);
    expect(estimate.expectedSpend!.high[once]).toBe(Number.POSITIVE_INFINITY);
    expect(estimate.expectedSpend!.low[once]).toBeLessThan(1e3);
  });

  it("refuses a level that is no probability", () => {
    for (const level of [0, 1, 90, Number.NaN]) {
      expect(() => scoreIntervals(base, fitted, { ...options, level })).toThrow(
        "interval: expected a probability between 0 and 1",
      );
    }
  });
});
