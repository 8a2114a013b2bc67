import { describe, expect, it } from "vitest";
import { cnbd } from "../../models/index.ts";
import { futureOf } from "../../src/predict/future-of.ts";
import { expectClose } from "../support/close.ts";
import { purchaseModels } from "../support/models-held.ts";
import { fixture } from "../support/reference.ts";

/** 30 digits by Tricomi's function, phase by phase, and by incomplete Gamma functions: see test/fixtures/residual.py. */
const rows = fixture("residual");
const ENDLESS = Number.POSITIVE_INFINITY;

describe("discounted purchases to infinity, on every row of test/fixtures/residual.csv", () => {
  it.each(rows.map((row) => [row.category, row.line, row.value] as const))("%s, line %d, to 1e-12", (name, _, v) => {
    const model = purchaseModels.find((one) => one.name === name)!;
    const theta = Object.fromEntries(model.parameters.map((parameter) => [parameter.name, v[parameter.name]!]));
    const customer = futureOf(model, theta, [v.x!, v.tx!, v.T!]);
    expectClose(customer.alive, v.p_alive!, 1e-12, "P(alive)");
    expectClose(customer.discounted(ENDLESS, v.delta!), v.exp_y_discounted!, 1e-12, "customer");
    expectClose(model.newcomer(theta).discounted(ENDLESS, v.delta!), v.exp_x_discounted!, 1e-12, "newcomer");
  });

  it("(M)BG/CNBD-1 is (M)BG/NBD, on every row with a dropout", () => {
    for (const { value: v } of rows) {
      for (const firstCoins of [0, 1] as const) {
        const one = cnbd(1, firstCoins);
        const other = purchaseModels.find(({ name }) => name === (firstCoins === 0 ? "bg-nbd" : "mbg-nbd"))!;
        const theta = { r: v.r!, alpha: v.alpha!, a: v.a!, b: v.b! };
        const worth = (model: typeof one) => futureOf(model, theta, [v.x!, v.tx!, v.T!]).discounted(ENDLESS, v.delta!);
        expectClose(worth(one), worth(other), 1e-12);
      }
    }
  });

  it("are without bound where nothing is discounted and a ≤ 1 or s ≤ 1, else (a+b+x−1)/(a−1) of a customer of BG/NBD", () => {
    for (const model of purchaseModels) {
      // Where death rates rise with age, all sums are finite.
      const b = model.name === "ggompertz-nbd" ? 0 : 2.5;
      const theta = (shape: number) => ({ r: 1.3, alpha: 8, a: shape, b, s: shape, beta: 20 });
      const endless = (shape: number): number => futureOf(model, theta(shape), [3, 20, 26]).expected(ENDLESS);
      expect(endless(1)).toBe(ENDLESS);
      expect(endless(0.3)).toBe(ENDLESS);
      expect(model.newcomer(theta(1)).expected(ENDLESS)).toBe(ENDLESS);
      const { alive } = futureOf(model, theta(1.8), [3, 20, 26]);
      if (model.name === "bg-nbd") expectClose(endless(1.8), (alive * (1.8 + 5.5 - 1)) / 0.8, 1e-14);
      if (model.name === "pareto-nbd") expectClose(endless(1.8), (alive * (4.3 / 34) * 46) / 0.8, 1e-14);
    }
  });
});
