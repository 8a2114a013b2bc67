import { describe, expect, it } from "vitest";
import { nbd } from "../../models/index.ts";
import { poisson } from "../../models/template/poisson.ts";
import type { Limit, Parameters, PurchaseModel } from "../../src/model.ts";
import { futureOf } from "../../src/predict/future-of.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";
import { countingModels, purchaseModels } from "../support/models-held.ts";

/** Parameters that every model takes its own from. */
const AROUND: Parameters = { r: 0.8, alpha: 12, a: 0.7, b: 2.1, s: 0.7, beta: 30 };

const HISTORIES = [
  [0, 0, 40],
  [1, 5, 40],
  [1, 38, 40],
  [2, 20, 40],
  [7, 35, 41],
] as const;

/** Those of models that count opportunities, and histories of these. */
const COUNTED: Parameters = { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.8 };
const OPPORTUNITIES = [
  [0, 0, 12],
  [1, 1, 12],
  [1, 5, 12],
  [1, 12, 12],
  [2, 7, 12],
  [7, 10, 13],
] as const;

const [T, DELTA] = [26, 0.01];

function own(model: PurchaseModel): Parameters {
  const around = model.clock === "periods" ? COUNTED : AROUND;
  return Object.fromEntries(model.parameters.map(({ name }) => [name, around[name]!]));
}

/** Parameters at a limit. */
function at(model: PurchaseModel, limit: Limit): Parameters {
  const theta = own(model);
  return { ...theta, ...limit.standFor(limit.keeps?.of(theta) ?? Number.NaN) };
}

/** Parameters near a limit, along its direction. */
function near(model: PurchaseModel, limit: Limit): Parameters {
  const theta = own(model);
  return Object.fromEntries(
    model.parameters.map(({ name }, k) => [name, theta[name]! * Math.exp(22 * limit.direction[k]!)]),
  );
}

/** What a model says of a customer and of a newcomer, by name. */
function said(model: PurchaseModel, theta: Parameters, history: readonly [number, number, number]) {
  const customer = futureOf(model, theta, history);
  const newcomer = model.newcomer(theta);
  return {
    alive: customer.alive,
    expected: customer.expected(T),
    discounted: customer.discounted(T, DELTA),
    endless: customer.discounted(Number.POSITIVE_INFINITY, DELTA),
    some: customer.some(T),
    none: customer.none(T),
    newcomer: newcomer.expected(T),
    newcomerDiscounted: newcomer.discounted(T, DELTA),
    newcomerEndless: newcomer.discounted(Number.POSITIVE_INFINITY, DELTA),
    ...Object.fromEntries(Array.from(customer.counts(T, 4), (p, n) => [`P(${n})`, p])),
    ...Object.fromEntries(Array.from(newcomer.counts(T, 4), (p, n) => [`newcomer P(${n})`, p])),
  } as Record<string, number>;
}

function expectSame(one: Record<string, number>, other: Record<string, number>, tolerance: number, what: string): void {
  for (const key of Object.keys(one)) expectClose(one[key]!, other[key]!, tolerance, `${key} of ${what}`, 1e-300);
}

/** Without repeat purchases there is nothing to predict. */
const CASES = [...purchaseModels, ...countingModels].flatMap((model) =>
  model.limits
    .filter(({ name }) => name !== "no-repeat-purchases")
    .map((limit) => ({ title: `${model.name}: ${limit.name}`, model, limit })),
);

describe("predictions at a limit", () => {
  it.each(CASES)("$title: are those to which the model tends", ({ model, limit }) => {
    const once = limit.name === "dropout-at-once";
    // A probability of opportunities may vanish at a limit, and near it is as small as the distance.
    const small = model.clock === "periods" ? 1e-9 : 0;
    const every = limit.name === "every-opportunity";
    const histories = model.clock === "periods" ? OPPORTUNITIES : HISTORIES;
    // Where all drop out at the first repeat purchase, no customer makes a second; where all buy at every opportunity,
    // no customer pauses.
    for (const history of histories.filter(([x, tx]) => (!once || x <= 1) && (!every || x === tx))) {
      const [there, close] = [said(model, at(model, limit), history), said(model, near(model, limit), history)];
      // Near the limit a customer who bought is alive with a chance that falls with the distance, at it with none.
      for (const key of Object.keys(there)) {
        expectClose(there[key]!, close[key]!, 1e-5, `${key} of ${history}`, once || every ? 1e-5 : small);
      }
    }
  });

  it.each(CASES)("$title: customers drawn buy as many as are expected", ({ model, limit }) => {
    const random = seeded(3);
    const theta = at(model, limit);
    const counts = Array.from({ length: 5000 }, () => {
      const ages: number[] = [];
      model.simulate(theta, random, T, ages);
      return ages.length;
    });
    const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
    const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / counts.length;
    expect(Math.abs(mean - model.newcomer(theta).expected(T))).toBeLessThan(4 * Math.sqrt(variance / counts.length));
  });

  it.each(CASES.filter(({ limit }) => limit.keeps !== undefined))(
    "$title: all customers are alike in what is kept",
    ({ model, limit }) => {
      const theta = at(model, limit);
      const atPoint = model.heterogeneity.filter(({ cumulative, mean }) => {
        const point = mean(theta)!;
        return cumulative(theta, point * (1 - 1e-9)) === 0 && cumulative(theta, point * (1 + 1e-9)) === 1;
      });
      // All or none is two points, of which none is the mean.
      expect(atPoint.length).toBe(limit.name.startsWith("all-or-none") ? 0 : 1);
    },
  );
});

/** Models of one state, whose rate counts purchases. */
const single = purchaseModels.filter(({ statistic }) => !statistic.summed.includes("litt"));
const limitOf = (model: PurchaseModel, name: string): Limit | undefined =>
  model.limits.find((limit) => limit.name === name);
const dropping = single.filter((model) => limitOf(model, "no-dropout") !== undefined);

describe("the closed form of a limit", () => {
  it.each(dropping.map((model) => [model.name, model] as const))(
    "%s without dropout is the NBD, however long the silence",
    (_, model) => {
      const theta = at(model, limitOf(model, "no-dropout")!);
      for (const history of [...HISTORIES, [25, 37, 373], [60, 30, 373], [4000, 1, 1e6]] as const) {
        expectSame(said(model, theta, history), said(nbd, own(nbd), history), 1e-12, `${history}`);
      }
    },
  );

  it.each(dropping.map((model) => [model.name, model] as const))(
    "%s without dropout, with one rate for all, is a Poisson process",
    (_, model) => {
      const theta = {
        ...at(model, limitOf(model, "no-dropout")!),
        ...limitOf(model, "homogeneous-rate")!.standFor(0.07),
      };
      for (const history of HISTORIES) {
        expectSame(said(model, theta, history), said(poisson, { lambda: 0.07 }, history), 1e-12, `${history}`);
      }
    },
  );

  it("nbd with one rate for all is a Poisson process", () => {
    const theta = at(nbd, limitOf(nbd, "homogeneous-rate")!);
    for (const history of HISTORIES) {
      expectSame(said(nbd, theta, history), said(poisson, { lambda: 0.8 / 12 }, history), 1e-12, `${history}`);
    }
  });
});
