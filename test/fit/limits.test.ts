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
import type { Histories, Limit, Parameters, PurchaseModel, SpendHistories } from "../../src/model.ts";
import { futureOf } from "../../src/predict/future-of.ts";
import { score } from "../../src/predict/score.ts";
import { drawGamma } from "../../src/random/draws.ts";
import { seeded } from "../../src/random/seeded.ts";
import { baseOf } from "../report/build/base-of.ts";
import { expectClose } from "../support/close.ts";
import { countingModels, held as heldModels, purchaseModels } from "../support/models-held.ts";

function histories(rows: readonly (readonly number[])[]): Histories {
  const column = (k: number) => Float64Array.from(rows, (row) => row[k]!);
  return { length: rows.length, frequency: column(0), recency: column(1), T: column(2), count: column(3) };
}

function spendHistories(rows: readonly (readonly number[])[]): SpendHistories {
  const column = (k: number) => Float64Array.from(rows, (row) => row[k]!);
  return { length: rows.length, frequency: column(0), monetaryValue: column(1), count: column(2) };
}

/** Parameters around which the limits of the models are made, before what stands for a limit takes the place of some. */
const AROUND: Parameters = { r: 0.8, alpha: 12, a: 0.7, b: 2.1, s: 0.7, beta: 30 };
/** The same, with a b that may be a rate. */
const aroundOf = ({ parameters }: PurchaseModel): Parameters =>
  parameters.some(({ name, timePower }) => name === "b" && timePower === -1) ? { ...AROUND, b: 0.02 } : AROUND;
const COUNTED: Parameters = { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.8 };

/** Customers of a model observed for about `duration`. */
function simulated(
  model: PurchaseModel,
  theta: Parameters,
  customers: number,
  duration: number,
  seed: number,
): Histories {
  const random = seeded(seed);
  const rows = Array.from({ length: customers }, (_, i) => {
    const T = duration - (i % (model.clock === "periods" ? 3 : 30));
    const ages: number[] = [];
    model.simulate(theta, random, T, ages);
    return [ages.length, ages.at(-1) ?? 0, T] as const;
  });
  // Most who never came back share their history.
  const shared = new Map<string, number[]>();
  for (const row of rows) {
    const same = shared.get(row.join());
    if (same) same[3]!++;
    else shared.set(row.join(), [...row, 1]);
  }
  return histories([...shared.values()]);
}

/**
 * Customers drawn at a limit of a model, and a seed with which its likelihood has no interior maximum. About half of
 * all samples have one near the limit.
 */
function drawnAt(model: PurchaseModel, limit: Limit, seed: number): Histories {
  const counts = model.clock === "periods";
  const around = counts ? COUNTED : aroundOf(model);
  const theta: Parameters = { ...around, ...limit.standFor(limit.keeps?.of(around) ?? Number.NaN) };
  return simulated(model, theta, slow(model) ? 100 : 200, counts ? 15 : 150, seed);
}

/** A likelihood of five parameters takes quadrature for every history. */
const slow = ({ parameters }: PurchaseModel): boolean => parameters.length > 4;

const SEEDS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "bg-nbd": { "no-dropout": 2, "all-or-none-dropout": 2, "homogeneous-rate": 3 },
  "mbg-nbd": { "no-dropout": 2, "homogeneous-rate": 2 },
  "pareto-nbd": { "homogeneous-rate": 2 },
  nbd: { "homogeneous-rate": 2 },
  "bg-cnbd-2": { "homogeneous-rate": 6 },
  "bg-cnbd-3": { "no-dropout": 2, "homogeneous-dropout": 2, "all-or-none-dropout": 3 },
  "bg-cnbd-4": { "homogeneous-rate": 3 },
  "bg-cnbd-5": { "no-dropout": 4, "homogeneous-rate": 8 },
  "bg-cnbd-6": { "homogeneous-dropout": 3, "homogeneous-rate": 21 },
  "mbg-cnbd-2": { "homogeneous-dropout": 3 },
  "mbg-cnbd-3": { "homogeneous-rate": 2 },
  "mbg-cnbd-4": { "no-dropout": 11, "all-or-none-dropout": 2 },
  "mbg-cnbd-6": { "no-dropout": 2, "homogeneous-rate": 3 },
  "bg-bb": { "no-dropout": 4, "every-opportunity": 2, "homogeneous-purchases": 2 },
  "ggompertz-nbd": { "no-dropout": 3, "constant-death-rate": 2 },
};

/** Every limit of every purchase model, with data that lead to it. */
const CASES = [...purchaseModels, ...countingModels].flatMap((model) =>
  model.limits.map((limit) => {
    const data = drawnAt(model, limit, SEEDS[model.name]?.[limit.name] ?? 1);
    let fitted: Fit | undefined;
    // One fit for all that is held of it.
    const found = (): Fit => (fitted ??= fit(model, data));
    return { title: `${model.name}: ${limit.name}`, model, limit, data, found };
  }),
);

/** The limits of the models that stand for all: the others differ from one of these in k alone. */
const HELD = CASES.filter(({ model }) => heldModels.includes(model));

/** Those of BG/NBD by name. */
const purchaseLimits = Object.fromEntries(
  CASES.flatMap(({ model, limit, data }) => (model === bgNbd ? [[limit.name, data]] : [])),
);

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

const namesOf = (result: Fit) => (result.limits ?? []).map(({ name }) => name);

describe("every limit of every model", () => {
  it(`${gammaGamma.name}: is reached by a data set here`, () => {
    expect(Object.keys(spendLimits).sort()).toEqual(gammaGamma.limits.map(({ name }) => name).sort());
  });

  it("has a name of its own", () => {
    for (const { limits } of models) expect(new Set(limits.map(({ name }) => name)).size).toBe(limits.length);
  });

  it.each(CASES)("$title is told by its name", ({ limit: { name }, found }) => {
    const result = found();
    expect(result).toMatchObject({ stop: "limit", converged: true });
    expect(namesOf(result)).toEqual([name]);
    expect(result.notices[0]!.name).toBe(name);
  });

  it.each(Object.entries(spendLimits))("%s is told by its name", (name, data) => {
    const result = fit(gammaGamma, data);
    expect(result).toMatchObject({ stop: "limit", converged: true });
    expect(namesOf(result)).toEqual([name]);
    expect(result.notices[0]!.name).toBe(name);
  });

  it.each(HELD.filter(({ model }) => model.clock === "continuous"))(
    "$title: parameters, errors and predictions do not hang on the unit",
    ({ model, limit, data: days, found }) => {
      const scaled = (column: Float64Array) => column.map((t) => t / 7);
      const weeks = { ...days, recency: scaled(days.recency), T: scaled(days.T) };
      const [ofDays, ofWeeks] = [found(), fit(model, weeks)];
      ofDays.estimates.forEach((estimate, k) => {
        const other = ofWeeks.estimates[k]!;
        expect(other.identified).toBe(estimate.identified);
        if (!estimate.identified) return;
        const factor = 7 ** model.parameters[k]!.timePower;
        expectClose(factor * other.value, estimate.value, 1e-8, estimate.name);
        expectClose(factor * other.standardError!, estimate.standardError!, 1e-7, `error of ${estimate.name}`);
      });
      ofDays.limits!.forEach(({ name, kept }, k) => {
        const factor = 7 ** (limit.keeps?.timePower ?? 0);
        const other = ofWeeks.limits![k]!;
        expect(other.name).toBe(name);
        if (kept === undefined) return;
        expectClose(factor * other.kept!.value, kept.value, 1e-8, kept.name);
        expectClose(factor * other.kept!.standardError!, kept.standardError!, 1e-6, `error of ${kept.name}`);
      });
      for (const [x, tx, T] of [[0, 0, 100] as const, [1, 20, 140] as const, [25, 37, 373] as const]) {
        const p = futureOf(model, ofDays.parameters, [x, tx, T]).alive;
        expectClose(futureOf(model, ofWeeks.parameters, [x, tx / 7, T / 7]).alive, p, 1e-6, "P(alive)", 1e-300);
      }
    },
  );

  it.each(HELD)("$title: nowhere around is the likelihood higher", ({ model, data, found }) => {
    const random = seeded(7);
    const { parameters, logLikelihood } = found();
    const objective = model.objective(data);
    for (let k = 0; k < (slow(model) ? 30 : 100); k++) {
      const point = model.parameters.map(({ name }) => {
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
  it.each(HELD.filter(({ limit }) => limit.name !== "no-repeat-purchases"))(
    "$title: has the limit and what it keeps, no value that stands for it, and predicts the same",
    async ({ model, data: { length, frequency, recency, T, count } }) => {
      const customers = Array.from({ length }, (_, k) => k).flatMap((k) => Array<number>(count[k]!).fill(k));
      const base = baseOf(customers.map((k) => [frequency[k]!, recency[k]!, T[k]!, 10] as const));
      const fitted = await fitBase(base, model);
      const json = modelToJson(fitted);
      const { purchase } = JSON.parse(json);
      expect(purchase.limits).toEqual(JSON.parse(JSON.stringify(fitted.purchase.limits)));
      for (const { identified, value } of purchase.estimates) expect(value !== undefined).toBe(identified);
      expect(json).not.toMatch(/e\+\d\d/);
      const read = modelFromJson(json, models);
      const { newtonStep, ...written } = fitted.purchase;
      expect(newtonStep).toBeGreaterThanOrEqual(0);
      expect(read).toEqual({ ...fitted, purchase: written });
      const terms = { horizon: { amount: 90, unit: "day" } } as const;
      expect(score(base, read, terms)).toEqual(score(base, fitted, terms));
    },
  );
});

describe("customers of whom none has bought three times", () => {
  /** Samples of a model whose limits lie elsewhere, without those who bought more often. */
  const small = Array.from({ length: 40 }, (_, seed) => {
    const { frequency, recency, T, count } = simulated(bgNbd, { r: 0.5, alpha: 60, a: 2, b: 2 }, 60, 60, 100 + seed);
    return histories(Array.from(frequency, (x, k) => [x, recency[k]!, T[k]!, count[k]!]).filter(([x]) => x! <= 1));
  });

  it("always lead to dropout at once", () => {
    for (const data of small) {
      const result = fit(bgNbd, data);
      expect(namesOf(result)).toContain("dropout-at-once");
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
