import { describe, expect, it } from "vitest";
import { contractsOf } from "../../models/sbg/contracts-of.ts";
import { objective } from "../../models/sbg/log-likelihood.ts";
import { survival } from "../../models/sbg/retention.ts";
import { fitContracts } from "../../src/fit/fit-contracts.ts";
import { seeded } from "../../src/random/seeded.ts";
import { expectClose } from "../support/close.ts";

const HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491];
const fitted = (...cohorts: number[][]) => fitContracts(objective(contractsOf(cohorts)));

describe("a fit to contracts", () => {
  it("has the optimum of the reference, whether the cohort is one or in parts", () => {
    for (const fit of [
      fitted(HIGH_END),
      fitted(
        HIGH_END.map((n) => n - 400),
        HIGH_END.map(() => 400),
      ),
    ]) {
      expect([fit.converged, fit.customers, fit.notices]).toEqual([true, 1000, []]);
      expectClose(fit.parameters.alpha, 0.668088351106, 1e-10);
      expectClose(fit.parameters.beta, 3.80609496406, 1e-10);
      expectClose(fit.logLikelihood, -1611.15814739, 2e-12);
    }
  });

  it("has standard errors that simulated cohorts have", () => {
    const theta = { alpha: 0.668, beta: 3.806 };
    const fits = Array.from({ length: 300 }, (_, seed) => {
      const random = seeded(seed, 0);
      const left = Array.from(HIGH_END, () => 0);
      for (let customer = 0; customer < 1000; customer++) {
        const u = random.uniform();
        for (let t = 0; t < left.length && u < survival(theta, t); t++) left[t]!++;
      }
      return fitted(left);
    });
    for (const name of ["alpha", "beta"] as const) {
      const logs = fits.map(({ parameters }) => Math.log(parameters[name]));
      const mean = logs.reduce((sum, x) => sum + x, 0) / 300;
      const spread = Math.sqrt(logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 299);
      const told = fits.reduce((sum, fit) => sum + fit.standardErrors[name] / fit.parameters[name], 0) / 300;
      // Four standard errors of a spread of 300 draws: 4/√600.
      expectClose(told, spread, 0.16, name);
      expect(Math.abs(mean - Math.log(theta[name]))).toBeLessThan((4 * spread) / Math.sqrt(300));
    }
  });

  it("says where customers are alike, and where one renewal tells no more than its share", () => {
    const alike = fitted([10000, 8000, 6400, 5120, 4096]);
    expect([alike.converged, alike.notices.map(({ name }) => name)]).toEqual([false, ["contracts-alike"]]);
    expectClose(alike.firstChurn, 0.2, 1e-4);
    const once = fitted([1000, 800]);
    expect([once.converged, once.notices.map(({ name }) => name)]).toEqual([false, ["contracts-not-identified"]]);
    expectClose(once.firstChurn, 0.2, 1e-6);
    expect(once.standardErrors.alpha).toBeNaN();
  });

  it.each([
    [[[100]], /^cohort 1: expected customers at the start/],
    [
      [
        [100, 90],
        [80, 81],
      ],
      /^cohort 2: /,
    ],
    [[[100, 90.5]], /^cohort 1: /],
    [[[100, 100]], /none who churned/],
    [[[100, 0]], /none who is active/],
    [[], /none who churned/],
  ])("refuses %j", (cohorts, message) => {
    expect(() => contractsOf(cohorts)).toThrow(message);
  });
});
