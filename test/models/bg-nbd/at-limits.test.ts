import { describe, expect, it } from "vitest";
import { bgNbd } from "../../../models/bg-nbd/bg-nbd.ts";
import {
  discountedPurchasesIfAlive,
  expectedPurchases,
  expectedPurchasesIfAlive,
} from "../../../models/bg-nbd/expected-purchases.ts";
import { limits } from "../../../models/bg-nbd/limits.ts";
import { probabilityAlive } from "../../../models/bg-nbd/probability-alive.ts";
import { purchaseProbabilities } from "../../../models/bg-nbd/purchase-probabilities.ts";
import { INFINITE } from "../../../src/math/infinite.ts";
import type { Parameters } from "../../../src/model.ts";
import { expectClose } from "../../support/close.ts";

const theta = { r: 0.8, alpha: 12, a: 0.7, b: 2.1 };

/** Parameters at a limit. */
function atLimit(name: string): Parameters {
  const limit = limits.find((one) => one.name === name)!;
  return { ...theta, ...limit.standFor(limit.keeps?.of(theta) ?? Number.NaN) };
}

const histories = [
  [0, 0, 40],
  [1, 5, 40],
  [1, 38, 40],
  [2, 20, 40],
  [7, 35, 41],
] as const;

describe("predictions at a limit", () => {
  it("no-dropout: P(alive) is 1 and purchases are the NBD's, however long the silence", () => {
    const at = atLimit("no-dropout");
    for (const [x, tx, T] of [[25, 37, 373] as const, [60, 30, 373] as const, [4000, 1, 1e6] as const]) {
      expect(probabilityAlive(at, x, tx, T)).toBe(1);
      expectClose(expectedPurchasesIfAlive(at, x, T, 26), ((0.8 + x) * 26) / (12 + T), 1e-15);
    }
  });

  it("homogeneous-dropout: the mean over one p", () => {
    const at = atLimit("homogeneous-dropout");
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

  it("dropout-at-once: no customer is alive after a repeat purchase, and there is at most one", () => {
    const at = atLimit("dropout-at-once");
    for (const [x, tx, T] of histories) expect(probabilityAlive(at, x, tx, T)).toBe(x === 0 ? 1 : 0);
    const buys = 1 - (12 / 38) ** 0.8;
    expectClose(expectedPurchases(at, 26), buys, 1e-14);
    const [none, one, two] = purchaseProbabilities(at, 26, 2);
    expectClose(none!, 1 - buys, 1e-14);
    expectClose(one!, buys, 1e-14);
    expect(two).toBe(0);
  });

  it("all-or-none-dropout: a customer with a third purchase stays, however long the silence", () => {
    const at = atLimit("all-or-none-dropout");
    expect(probabilityAlive(at, 60, 30, 373)).toBe(1);
    expectClose(expectedPurchasesIfAlive(at, 60, 373, 26), (60.8 * 26) / 385, 1e-14);
    const buys = 1 - (12 / 38) ** 0.8;
    expectClose(expectedPurchases(at, 26), 0.25 * buys + (0.75 * 0.8 * 26) / 12, 1e-14);
  });

  it("homogeneous-rate: purchases of those who stay are Poisson", () => {
    const at = atLimit("homogeneous-rate");
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

  it("what differs between customers lies on the points of the limit", () => {
    const [rate, dropout] = bgNbd.heterogeneity;
    const at = atLimit;
    expect(rate!.cumulative(at("homogeneous-rate"), 0.066)).toBe(0);
    expect(rate!.cumulative(at("homogeneous-rate"), 0.067)).toBe(1);
    expect(dropout!.cumulative(at("homogeneous-dropout"), 0.24)).toBe(0);
    expect(dropout!.cumulative(at("homogeneous-dropout"), 0.26)).toBe(1);
    expectClose(dropout!.cumulative(at("all-or-none-dropout"), 0.5), 0.75, 1e-15);
    expect(dropout!.cumulative({ ...theta, a: INFINITE, b: 0 }, 0.999)).toBe(0);
  });
});
