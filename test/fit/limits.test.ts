import { describe, expect, it } from "vitest";
import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { gammaGamma } from "../../models/gamma-gamma/gamma-gamma.ts";
import { models } from "../../models/index.ts";
import { fit } from "../../src/fit/fit.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import type { Fit } from "../../src/fit/fit-result.ts";
import { profileIntervals } from "../../src/fit/profile.ts";
import { modelFromJson, modelToJson } from "../../src/io/model-file.ts";
import { INFINITE } from "../../src/math/infinite.ts";
import type { Histories, Parameters, SpendHistories } from "../../src/model.ts";
import { futureOf } from "../../src/predict/future-of.ts";
import { score } from "../../src/predict/score.ts";
import { drawGamma } from "../../src/random/draws.ts";
import { seeded } from "../../src/random/seeded.ts";
import { baseOf } from "../report/build/base-of.ts";
import { expectClose } from "../support/close.ts";

function histories(rows: readonly (readonly number[])[]): Histories {
  const column = (k: number) => Float64Array.from(rows, (row) => row[k]!);
  return { length: rows.length, frequency: column(0), recency: column(1), T: column(2), count: column(3) };
}

function spendHistories(rows: readonly (readonly number[])[]): SpendHistories {
  const column = (k: number) => Float64Array.from(rows, (row) => row[k]!);
  return { length: rows.length, frequency: column(0), monetaryValue: column(1), count: column(2) };
}

/** Customers of a model observed for about `duration`. */
function simulated(theta: Parameters, customers: number, duration: number, seed: number): Histories {
  const random = seeded(seed);
  const rows = Array.from({ length: customers }, (_, i) => {
    const T = duration - (i % 30);
    const ages: number[] = [];
    bgNbd.simulate(theta, random, T, ages);
    return [ages.length, ages.at(-1) ?? 0, T, 1];
  });
  return histories(rows);
}

const purchaseLimits: Readonly<Record<string, Histories>> = {
  "no-repeat-purchases": histories([
    [0, 0, 30, 50],
    [0, 0, 90, 20],
  ]),
  "no-dropout": simulated({ r: 0.8, alpha: 10, a: 0, b: 1 }, 800, 120, 5),
  "dropout-at-once": simulated({ r: 0.8, alpha: 20, a: INFINITE, b: 0 }, 600, 300, 2),
  "homogeneous-dropout": simulated({ r: 0.8, alpha: 5, a: 0.25 * INFINITE, b: 0.75 * INFINITE }, 1500, 150, 2),
  "all-or-none-dropout": simulated({ r: 1.5, alpha: 5, a: 0.4 / INFINITE, b: 0.6 / INFINITE }, 1500, 150, 12),
  "homogeneous-rate": simulated({ r: 0.05 * INFINITE, alpha: INFINITE, a: 0.7, b: 2.5 }, 1500, 200, 21),
};

function spend(theta: Parameters, customers: number, seed: number): SpendHistories {
  const random = seeded(seed);
  return spendHistories(
    Array.from({ length: customers }, (_, i) => {
      const x = 1 + (i % 6);
      return [x, gammaGamma.simulate(theta, random, x).reduce((sum, value) => sum + value, 0) / x, 1];
    }),
  );
}

function constantSpend(seed: number): SpendHistories {
  const random = seeded(seed);
  return spendHistories(Array.from({ length: 500 }, (_, i) => [1 + (i % 6), 30 / drawGamma(random, 3), 1]));
}

const spendLimits: Readonly<Record<string, SpendHistories>> = {
  "equal-spend": spendHistories([
    [1, 10, 30],
    [2, 10, 20],
    [5, 10, 10],
  ]),
  "homogeneous-spend": spend({ p: 4, q: INFINITE, v: 10 * INFINITE }, 800, 1),
  "constant-spend": constantSpend(9),
};

const found = (result: Fit) => (result.limits ?? []).map(({ name }) => name);

describe("every limit of every model", () => {
  for (const model of [bgNbd, gammaGamma] as const) {
    it(`${model.name}: is reached by a data set here`, () => {
      const reached = model.kind === "purchase" ? purchaseLimits : spendLimits;
      expect(Object.keys(reached).sort()).toEqual(model.limits.map(({ name }) => name).sort());
    });
  }

  it.each(Object.entries(purchaseLimits))("%s is told by its name", (name, data) => {
    const result = fit(bgNbd, data);
    expect(result).toMatchObject({ stop: "limit", converged: true });
    expect(found(result)).toEqual([name]);
    expect(result.notices[0]!.name).toBe(name);
  });

  it.each(Object.entries(spendLimits))("%s is told by its name", (name, data) => {
    const result = fit(gammaGamma, data);
    expect(result).toMatchObject({ stop: "limit", converged: true });
    expect(found(result)).toEqual([name]);
    expect(result.notices[0]!.name).toBe(name);
  });

  it.each(Object.entries(purchaseLimits))(
    "%s: parameters, errors and predictions do not hang on the unit",
    (_, days) => {
      const scaled = (column: Float64Array) => column.map((t) => t / 7);
      const weeks = { ...days, recency: scaled(days.recency), T: scaled(days.T) };
      const [ofDays, ofWeeks] = [fit(bgNbd, days), fit(bgNbd, weeks)];
      ofDays.estimates.forEach((estimate, k) => {
        const other = ofWeeks.estimates[k]!;
        expect(other.identified).toBe(estimate.identified);
        if (!estimate.identified) return;
        const factor = estimate.name === "alpha" ? 7 : 1;
        expectClose(factor * other.value, estimate.value, 1e-8, estimate.name);
        expectClose(factor * other.standardError!, estimate.standardError!, 1e-7, `error of ${estimate.name}`);
      });
      ofDays.limits!.forEach(({ name, kept }, k) => {
        const factor = name === "homogeneous-rate" ? 1 / 7 : 1;
        const other = ofWeeks.limits![k]!;
        expect(other.name).toBe(name);
        if (kept === undefined) return;
        expectClose(factor * other.kept!.value, kept.value, 1e-8, kept.name);
        expectClose(factor * other.kept!.standardError!, kept.standardError!, 1e-6, `error of ${kept.name}`);
      });
      for (const [x, tx, T] of [[0, 0, 100] as const, [1, 20, 140] as const, [25, 37, 373] as const]) {
        const p = futureOf(bgNbd, ofDays.parameters, [x, tx, T]).alive;
        expectClose(futureOf(bgNbd, ofWeeks.parameters, [x, tx / 7, T / 7]).alive, p, 1e-6, "P(alive)", 1e-300);
      }
    },
  );

  it.each(Object.entries(purchaseLimits))("%s: nowhere around is the likelihood higher", (_, data) => {
    const random = seeded(7);
    const { parameters, logLikelihood } = fit(bgNbd, data);
    const objective = bgNbd.objective(data);
    for (let k = 0; k < 300; k++) {
      const point = bgNbd.parameters.map(({ name }) => {
        const near = Math.min(Math.max(Math.log(parameters[name]!), -15), 15);
        return near + 8 * (random.uniform() - 0.5);
      });
      expect(objective.value(Float64Array.from(point))).toBeLessThanOrEqual(logLikelihood + 1e-6);
    }
  });

  it("what is identified at a limit has a profile interval around its estimate", () => {
    for (const data of [purchaseLimits["no-dropout"]!, purchaseLimits["homogeneous-rate"]!]) {
      const result = fit(bgNbd, data);
      const { parameters } = profileIntervals(result, data, 0.9);
      result.estimates.forEach(({ identified, value }, k) => {
        const { low, high } = parameters[k]!;
        expect(low === undefined).toBe(!identified);
        if (identified) expect(low! < value && value < high!).toBe(true);
      });
    }
  });
});

describe("a model file of a limit", () => {
  it.each(Object.entries(purchaseLimits).filter(([name]) => name !== "no-repeat-purchases"))(
    "%s: has the limit and what it keeps, no value that stands for it, and predicts the same",
    async (_, { length, frequency, recency, T }) => {
      const base = baseOf(Array.from({ length }, (_, k) => [frequency[k]!, recency[k]!, T[k]!, 10] as const));
      const fitted = await fitBase(base, bgNbd);
      const json = modelToJson(fitted);
      const { purchase } = JSON.parse(json);
      expect(purchase.limits).toEqual(JSON.parse(JSON.stringify(fitted.purchase.limits)));
      for (const { identified, value } of purchase.estimates) expect(value !== undefined).toBe(identified);
      expect(json).not.toMatch(/e\+\d\d/);
      const read = modelFromJson(json, models);
      expect(read).toEqual(fitted);
      const terms = { horizon: { amount: 90, unit: "day" } } as const;
      expect(score(base, read, terms)).toEqual(score(base, fitted, terms));
    },
  );
});

describe("customers of whom none has bought three times", () => {
  /** Samples of a model whose limits lie elsewhere, without those who bought more often. */
  const small = Array.from({ length: 40 }, (_, seed) => {
    const { frequency, recency, T } = simulated({ r: 0.5, alpha: 60, a: 2, b: 2 }, 60, 60, 100 + seed);
    return histories(Array.from(frequency, (x, k) => [x, recency[k]!, T[k]!, 1]).filter(([x]) => x! <= 1));
  });

  it("always lead to dropout at once", () => {
    for (const data of small) {
      const result = fit(bgNbd, data);
      expect(found(result)).toContain("dropout-at-once");
      expect(futureOf(bgNbd, result.parameters, [1, 10, 50]).alive).toBe(0);
      expect(result.converged).toBe(true);
    }
  });
});

describe("the standard error of what is kept", () => {
  it("is that of the curvature along the model's own family: a/(a+b) of one dropout probability for everybody", () => {
    const data = purchaseLimits["homogeneous-dropout"]!;
    const { limits, parameters } = fit(bgNbd, data);
    const { value, standardError } = limits![0]!.kept!;
    const { r, alpha } = parameters as { r: number; alpha: number };
    // Profile by hand: with r and α held, ln L in p, twice differentiated, bounds the error from below.
    const objective = bgNbd.objective(data);
    const at = (p: number) =>
      objective.value(Float64Array.of(Math.log(r), Math.log(alpha), Math.log(p * 1e15), Math.log((1 - p) * 1e15)));
    const h = 1e-3;
    const curvature = (2 * at(value) - at(value + h) - at(value - h)) / h ** 2;
    const alone = 1 / Math.sqrt(curvature);
    expect(standardError!).toBeGreaterThanOrEqual(alone * 0.999);
    expect(standardError!).toBeLessThan(3 * alone);
  });
});
