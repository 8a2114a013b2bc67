import { expect, it } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { customersAt, samplePlaces } from "../../src/data/sample-customers.ts";
import { firmDraws, isFirm } from "../../src/fit/firm-draws.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { resampledParameters } from "../../src/fit/resampled-parameters.ts";
import { seeded } from "../../src/random/seeded.ts";
import { simulatedCustomers } from "../support/simulated-customers.ts";
import { WORLDS } from "../support/worlds.ts";

const base = simulatedCustomers(WORLDS.frequent, 6_000, 8);
const fitted = await fitBase(base, bgNbd, gammaGamma);
const RATIO = 2;

it("spreads as the bootstrap of all customers does, around the fit", () => {
  const places = samplePlaces(base.length, base.length / RATIO, seeded(2));
  const draws = firmDraws(customersAt(base, places), fitted, RATIO, 199, 1);
  const whole = resampledParameters(base, fitted, 199, 1)!;
  for (const part of ["purchase", "spend"] as const) {
    for (const { name } of fitted[part]!.model.parameters) {
      const of = (some: typeof draws) => some.map((draw) => Math.log(draw[part]![name]!));
      const mean = (some: number[]) => some.reduce((sum, one) => sum + one, 0) / some.length;
      const deviation = (some: number[]) => Math.sqrt(mean(some.map((one) => (one - mean(some)) ** 2)));
      expect(mean(of(draws))).toBeCloseTo(Math.log(fitted[part]!.parameters[name]!), 12);
      // Each deviation has a standard error of 5 % from 199 draws, and that of the sample 5 % more from its own estimate.
      const ratio = deviation(of(draws)) / deviation(of(whole));
      expect(ratio, name).toBeGreaterThan(0.75);
      expect(ratio, name).toBeLessThan(1.33);
    }
  }
});

it("stands for all customers only where no model is at a limit and every parameter is well known", () => {
  expect(isFirm(fitted, RATIO)).toBe(true);
  expect(isFirm(fitted, 10_000)).toBe(false);
  expect(isFirm({ ...fitted, purchase: { ...fitted.purchase, limits: [{} as never] } }, RATIO)).toBe(false);
});
