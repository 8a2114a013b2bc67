import { describe, expect, it } from "vitest";
import { bgNbd } from "../../../models/bg-nbd/bg-nbd.ts";
import {
  discountedPurchasesIfAlive,
  expectedPurchases,
  expectedPurchasesIfAlive,
  probabilityOfPurchaseIfAlive,
} from "../../../models/bg-nbd/expected-purchases.ts";
import { limits } from "../../../models/bg-nbd/limits.ts";
import { probabilityAlive } from "../../../models/bg-nbd/probability-alive.ts";
import { purchaseProbabilities } from "../../../models/bg-nbd/purchase-probabilities.ts";
import { INFINITE } from "../../../src/math/infinite.ts";
import type { Parameters } from "../../../src/model.ts";
import { futureOf } from "../../../src/predict/future-of.ts";
import { seeded } from "../../../src/random/seeded.ts";
import { expectClose } from "../../support/close.ts";

const theta = { r: 0.8, alpha: 12, a: 0.7, b: 2.1 };

/** Parameters at a limit, and near it along its direction. */
function atAndNear(name: string, away: number): [at: Parameters, near: Parameters] {
  const limit = limits.find((one) => one.name === name)!;
  const near = Object.fromEntries(
    bgNbd.parameters.map((parameter, k) => [
      parameter.name,
      theta[parameter.name as keyof typeof theta] * Math.exp(away * limit.direction[k]!),
    ]),
  );
  return [{ ...theta, ...limit.standFor(limit.keeps?.of(theta) ?? Number.NaN) }, near];
}

const histories = [
  [0, 0, 40],
  [1, 5, 40],
  [1, 38, 40],
  [2, 20, 40],
  [7, 35, 41],
] as const;

/** Everything the model says of a history, by name. */
function said(at: Parameters, [x, tx, T]: (typeof histories)[number]): Record<string, number> {
  const customer = futureOf(bgNbd, at, [x, tx, T]);
  return {
    alive: probabilityAlive(at, x, tx, T),
    aliveOfMany: customer.alive,
    expected: expectedPurchasesIfAlive(at, x, T, 26),
    discounted: discountedPurchasesIfAlive(at, x, T, 26, 0.01),
    any: probabilityOfPurchaseIfAlive(at, x, T, 26),
    newcomer: expectedPurchases(at, 26),
    ...Object.fromEntries(customer.counts(26, 4).entries()),
  };
}

describe("predictions at a limit", () => {
  const names = ["no-dropout", "homogeneous-dropout", "all-or-none-dropout", "homogeneous-rate"];
  it.each(names)("%s: are those to which the model tends", (name) => {
    const [at, near] = atAndNear(name, 17);
    for (const history of histories) {
      const [there, close] = [said(at, history), said(near, history)];
      for (const key of Object.keys(there)) expectClose(there[key]!, close[key]!, 1e-5, `${key} of ${history}`);
    }
  });

  it("no-dropout: P(alive) is 1 and purchases are the NBD's, however long the silence", () => {
    const [at] = atAndNear("no-dropout", 1);
    for (const [x, tx, T] of [[25, 37, 373] as const, [60, 30, 373] as const, [4000, 1, 1e6] as const]) {
      expect(probabilityAlive(at, x, tx, T)).toBe(1);
      expectClose(expectedPurchasesIfAlive(at, x, T, 26), ((0.8 + x) * 26) / (12 + T), 1e-15);
    }
  });

  it("homogeneous-dropout: the mean over one p", () => {
    const [at] = atAndNear("homogeneous-dropout", 1);
    const p = 0.25;
    for (const [x, , T] of histories) {
      const [R, y] = [0.8 + x, 26 / (12 + T)];
      expectClose(expectedPurchasesIfAlive(at, x, T, 26), (1 - (1 + p * y) ** -R) / p, 1e-14);
    }
    // Geometric dropout of the negative binomial.
    const [none, one] = purchaseProbabilities(at, 26, 1);
    const q = 12 / 38;
    expectClose(none!, q ** 0.8, 1e-14);
    expectClose(one!, (1 - p) * 0.8 * (1 - q) * q ** 0.8 + p * (1 - q ** 0.8), 1e-14);
    const odds = (p / (1 - p)) * (52 / 17) ** 5.8;
    expectClose(probabilityAlive(at, 5, 5, 40), 1 / (1 + odds), 1e-13);
  });

  it("dropout-at-once: nobody is alive after a repeat purchase, and there is at most one", () => {
    const [at] = atAndNear("dropout-at-once", 1);
    for (const [x, tx, T] of histories) expect(probabilityAlive(at, x, tx, T)).toBe(x === 0 ? 1 : 0);
    const buys = 1 - (12 / 38) ** 0.8;
    expectClose(expectedPurchases(at, 26), buys, 1e-14);
    const [none, one, two] = purchaseProbabilities(at, 26, 2);
    expectClose(none!, 1 - buys, 1e-14);
    expectClose(one!, buys, 1e-14);
    expect(two).toBe(0);
  });

  it("all-or-none-dropout: whoever buys a third time stays, however long the silence", () => {
    const [at] = atAndNear("all-or-none-dropout", 1);
    expect(probabilityAlive(at, 60, 30, 373)).toBe(1);
    expectClose(expectedPurchasesIfAlive(at, 60, 373, 26), (60.8 * 26) / 385, 1e-14);
    const buys = 1 - (12 / 38) ** 0.8;
    expectClose(expectedPurchases(at, 26), 0.25 * buys + (0.75 * 0.8 * 26) / 12, 1e-14);
  });

  it("homogeneous-rate: purchases of those who stay are Poisson", () => {
    const [at] = atAndNear("homogeneous-rate", 1);
    const stays = { ...at, a: 0, b: 1 };
    const mean = (0.8 / 12) * 26;
    const probabilities = purchaseProbabilities(stays, 26, 6);
    let poisson = Math.exp(-mean);
    for (const [n, probability] of probabilities.entries()) {
      expectClose(probability, poisson, 1e-13, `P(N = ${n})`);
      poisson *= mean / (n + 1);
    }
    expectClose(discountedPurchasesIfAlive(stays, 3, 40, 26, 0.01), ((0.8 / 12) * (1 - Math.exp(-0.26))) / 0.01, 1e-13);
  });

  it.each(["no-dropout", "dropout-at-once", "homogeneous-dropout", "all-or-none-dropout", "homogeneous-rate"])(
    "%s: customers drawn buy as many as are expected",
    (name) => {
      const [at] = atAndNear(name, 1);
      const random = seeded(3);
      const counts = Array.from({ length: 20_000 }, () => {
        const ages: number[] = [];
        bgNbd.simulate(at, random, 26, ages);
        return ages.length;
      });
      const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
      const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / counts.length;
      const error = Math.sqrt(variance / counts.length);
      expect(Math.abs(mean - expectedPurchases(at, 26))).toBeLessThan(4 * error);
    },
  );

  it("what differs between customers lies on the points of the limit", () => {
    const [rate, dropout] = bgNbd.heterogeneity;
    const at = (name: string) => atAndNear(name, 1)[0];
    expect(rate!.cumulative(at("homogeneous-rate"), 0.066)).toBe(0);
    expect(rate!.cumulative(at("homogeneous-rate"), 0.067)).toBe(1);
    expect(dropout!.cumulative(at("homogeneous-dropout"), 0.24)).toBe(0);
    expect(dropout!.cumulative(at("homogeneous-dropout"), 0.26)).toBe(1);
    expectClose(dropout!.cumulative(at("all-or-none-dropout"), 0.5), 0.75, 1e-15);
    expect(dropout!.cumulative({ ...theta, a: INFINITE, b: 0 }, 0.999)).toBe(0);
  });
});
