import { describe, expect, it } from "vitest";
import { bgNbd, gammaGamma, models } from "../../models/index.ts";
import { reportFits } from "../../src/cli/text/fit.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { summarize } from "../../src/data/summarize.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { modelFromJson, modelToJson } from "../../src/io/model-file.ts";
import type { SpendModel } from "../../src/model.ts";
import { score } from "../../src/predict/score.ts";
import { drawNormal } from "../../src/random/draws.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";

/** A log of 150 customers whose purchases have values of one's choice. */
async function baseWith(value: (k: number) => number) {
  const random = seeded(8);
  const rows = Array.from({ length: 150 }, (_, customer) => {
    const ages: number[] = [];
    bgNbd.simulate({ r: 0.8, alpha: 20, a: 0.7, b: 2.5 }, random, 200, ages);
    return [0, ...ages].map((age) => ({
      customer: `c${customer}`,
      date: Date.UTC(2024, 0, 1) + Math.round(age * 864e5),
    }));
  }).flat();
  const log = await readTransactions(rows.map((row, k) => ({ ...row, value: value(k) })));
  return summarize(log, { unit: "day", grain: "none" }).base;
}

const horizon = { amount: 90, unit: "day" } as const;

describe("a spend fit that has nothing to say", () => {
  it.each([
    ["exactly equal", (_: number) => 20_000],
    ["within 0.20 of 20 000", (k: number) => 20_000 + 0.2 * drawNormal(seeded(5, k))],
    ["within a cent of 1", (k: number) => 1 + 1e-6 * (k % 3)],
  ])("values %s: the limit of equal spend, by name, with the mean, and no log-likelihood", async (_, value) => {
    const base = await baseWith(value);
    const fitted = await fitBase(base, bgNbd, gammaGamma);
    expect(fitted.spend!.limits).toMatchObject([{ name: "equal-spend" }]);
    expect(fitted.spend!.notices[0]!.name).toBe("equal-spend");
    expect(fitted.spend!.logLikelihood).toBeNaN();
    expect(reportFits(fitted)).toMatch(/has no bound and is not printed/);
    const mean = fitted.spend!.limits![0]!.kept!.value;
    expectClose(mean, value(1), 2e-5);
    const { value: scores } = score(base, fitted, { horizon });
    for (const spend of scores!.expectedSpend) expectClose(spend, mean, 1e-14);
    const json = modelToJson(fitted);
    expect(JSON.parse(json).spend.logLikelihood).toBeNull();
    const read = modelFromJson(json, models);
    // The last step of the search is of the run, not of the model, and is not in the file.
    const { newtonStep, ...purchase } = fitted.purchase;
    expect(newtonStep).toBeLessThan(1e-6);
    expect(read).toEqual({ ...fitted, purchase });
  });

  it("that does not converge leaves purchases as they are, and is told", async () => {
    const base = await baseWith((k) => 5 + (k % 40));
    const flatModel: SpendModel = {
      ...gammaGamma,
      limits: [],
      objective: (data) => {
        const objective = gammaGamma.objective(data);
        // Rises for ever in p.
        const evaluate: typeof objective.evaluate = (logTheta, out) => {
          out.value = 1e4 * logTheta[0]!;
          out.gradient.fill(0);
          out.hessian.fill(0);
          out.gradient[0] = 1e4;
        };
        return { ...objective, value: (logTheta) => 1e4 * logTheta[0]!, evaluate };
      },
    };
    const whole = await fitBase(base, bgNbd, gammaGamma);
    const fitted = await fitBase(base, bgNbd, flatModel);
    expect(fitted.spend).toBeUndefined();
    expect(fitted.purchase.parameters).toEqual(whole.purchase.parameters);
    expect(fitted.purchase.notices.map(({ name }) => name)).toContain("spend-fit-failed");
    const scores = score(base, fitted, { horizon });
    expect(scores.value).toBeUndefined();
  });
});
