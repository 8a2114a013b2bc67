import { describe, expect, it } from "vitest";
import { ggompertzNbd, models, nbd, paretoNbd } from "../../models/index.ts";
import { fit } from "../../src/fit/fit.ts";
import { fitHistories } from "../../src/fit/fit-base.ts";
import type { Fit } from "../../src/fit/fit-result.ts";
import { widerNotices, widerScore } from "../../src/fit/wider.ts";
import type { Histories, Parameters, PurchaseModel } from "../../src/model.ts";
import { seeded } from "../../src/random/seeded.ts";
import { modelsNamed } from "../../src/validate/choose-model.ts";
import { expectClose } from "../support/close.ts";

const PARETO = { r: 0.8, alpha: 12, s: 0.7, beta: 30 };
const AGING = { r: 1.2, alpha: 8, b: 0.06, s: 1.5, beta: 300 };

function customers(model: PurchaseModel, theta: Parameters, n: number, seed: number): Histories {
  const random = seeded(seed);
  const rows = Array.from({ length: n }, (_, k) => {
    const T = 100 - (k % 30);
    const ages: number[] = [];
    model.simulate(theta, random, T, ages);
    return [ages.length, ages.at(-1) ?? 0, T] as const;
  });
  const column = (k: 0 | 1 | 2): Float64Array => Float64Array.from(rows, (row) => row[k]);
  return { length: n, frequency: column(0), recency: column(1), T: column(2), count: new Float64Array(n).fill(1) };
}

describe("the score test for death rates that rise with age", () => {
  it("has the slope of the likelihood, by differences", () => {
    const data = customers(paretoNbd, PARETO, 200, 1);
    const found = fit(paretoNbd, data);
    const at = (b: number): number => {
      const { r, alpha, s, beta } = found.parameters as typeof PARETO;
      return ggompertzNbd.objective(data).value(Float64Array.from([r, alpha, b, s, beta], Math.log));
    };
    const h = 1e-5;
    // One-sided, with the second order taken out.
    const slope = (4 * at(h) - at(2 * h) - 3 * at(1e-30)) / (2 * h);
    expectClose(widerScore(found, data)!.slope, slope, 1e-4);
  });

  let found: { readonly data: Histories; readonly fitted: Fit<PurchaseModel> }[] | undefined;
  /** Samples of Pareto/NBD and their fits, once for both tests of chance. */
  const samples = () =>
    (found ??= Array.from({ length: 40 }, (_, seed) => {
      const data = customers(paretoNbd, PARETO, 250, seed);
      return { data, fitted: fit(paretoNbd, data) };
    }));

  it("is no more often positive than chance where Pareto/NBD is true, and hardly ever beyond 2.576", () => {
    const deviates = samples().map(({ data, fitted }) => widerScore(fitted, data)?.deviate ?? 0);
    // Binomial(40, ½): more than 30 has probability 4e-4; Binomial(40, .005): more than 2 has 1e-3.
    expect(deviates.filter((z) => z > 0).length).toBeLessThanOrEqual(30);
    expect(deviates.filter((z) => z > 2.576).length).toBeLessThanOrEqual(2);
  });

  it("is as rarely beyond chance on a sample of the customers, which is not at its own maximum", () => {
    const deviates = samples().map(({ data, fitted }) => widerScore(fitted, data, 120)?.deviate ?? 0);
    expect(deviates.filter((z) => z > 0).length).toBeLessThanOrEqual(30);
    expect(deviates.filter((z) => z > 2.576).length).toBeLessThanOrEqual(2);
    // A mean square far from 1 would tell of a wrong variance: of 40 N(0, 1) it exceeds 1.8 with probability 1e-3.
    expect(deviates.reduce((sum, z) => sum + z * z, 0) / 40).toBeLessThan(1.8);
    const rising = customers(ggompertzNbd, AGING, 600, 1);
    expect(widerScore(fit(paretoNbd, rising), rising, 300)!.deviate).toBeGreaterThan(2.576);
  });

  it("asks for GGompertz/NBD where they rise, by its name, and the likelihood ratio agrees", () => {
    const data = customers(ggompertzNbd, AGING, 300, 1);
    const [narrow, wide] = [fit(paretoNbd, data), fit(ggompertzNbd, data)];
    const [notice] = widerNotices(narrow, data);
    expect(notice).toMatchObject({ name: "wider-model", severity: "note" });
    expect(notice!.advice).toContain("--model pareto-nbd,ggompertz-nbd");
    expect(2 * (wide.logLikelihood - narrow.logLikelihood)).toBeGreaterThan(2.576 ** 2);
  });

  it("says nothing of customers who never leave, nor of a model without a wider one", () => {
    const data = customers(nbd, { r: 1.2, alpha: 8 }, 150, 1);
    const found = fit(paretoNbd, data);
    if (found.parameters.s === 0) expect(widerScore(found, data)).toBeUndefined();
    expect(widerNotices(found, data)).toEqual([]);
    expect(widerScore(fit(nbd, data), data)).toBeUndefined();
  });

  it("is told with a fit of a base, and auto leaves the wider model out", async () => {
    const histories = customers(ggompertzNbd, AGING, 300, 1);
    const about = { customers: 300, repeatPurchases: 1, from: undefined, until: undefined } as never;
    const data = { histories, values: undefined, repeatSpend: undefined, about, unit: "day", grain: "day" } as const;
    const { purchase } = await fitHistories(data, paretoNbd);
    expect(purchase.notices.map(({ name }) => name)).toContain("wider-model");
    expect(modelsNamed("auto", models)).not.toContain(ggompertzNbd);
    expect(modelsNamed("ggompertz-nbd", models)).toEqual([ggompertzNbd]);
  });
});
