import { expect, it } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { customersAt, samplePlaces } from "../../src/data/sample-customers.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import { drawParameters } from "../../src/fit/parameter-draws.ts";
import { drawOptions, type IntervalOptions } from "../../src/predict/draw-options.ts";
import { drawAll } from "../../src/predict/draw-parts.ts";
import { growthOf } from "../../src/predict/growth.ts";
import { score } from "../../src/predict/score.ts";
import type { TotalInterval } from "../../src/predict/segment-totals.ts";
import { seeded } from "../../src/random/seeded.ts";
import { actualIn } from "../../src/validate/validate-holdout.ts";
import { simulatedCustomers } from "../support/simulated-customers.ts";
import { WORLDS } from "../support/worlds.ts";

const base = simulatedCustomers(WORLDS.frequent, 8000, 3);
const fitted = await fitBase(base, bgNbd, gammaGamma);
const horizon = { amount: base.holdout!.duration, unit: base.unit };
const segmentsOf = ({ frequency }: typeof base) => ({
  names: ["once", "again"],
  of: Uint32Array.from(frequency, (x) => (x > 0 ? 1 : 0)),
});
const terms: IntervalOptions = {
  ...{ horizon, level: 0.9, margin: 0.4, discountRate: 0.1 },
  parameters: drawParameters(fitted, 199, seeded(5)),
};
const totals = (of: typeof base, more: Partial<IntervalOptions> = {}) =>
  drawAll(drawOptions(of, fitted, { ...terms, segments: segmentsOf(of), actual: actualIn(of.holdout!), ...more }));

it("makes the totals of all customers, with their intervals, from a quarter of them", () => {
  const places = samplePlaces(base.length, 2000, seeded(9));
  const growth = growthOf(segmentsOf(base), score(base, fitted, terms), places);
  const [whole, sample] = [totals(base), totals(customersAt(base, places), { growth })];
  expect(sample.totals.map(({ customers }) => customers)).toEqual(whole.totals.map(({ customers }) => customers));
  const near = (got: TotalInterval, held: TotalInterval, what: string) => {
    // BG/NBD calls every customer without a repeat purchase alive: no interval.
    const width = Math.max(held.high - held.low, 1e-9 * held.median);
    // Ends from 199 draws have a standard error of 4 to 5 % of the width under other draws, and so under other chance
    // in outcomes.
    for (const end of ["low", "median", "high"] as const)
      expect(Math.abs(got[end] - held[end]) / width, `${what} ${end}`).toBeLessThan(0.2);
  };
  whole.totals.forEach(({ segment, estimate, outcome }, k) => {
    near(sample.totals[k]!.estimate.alive, estimate.alive, `${segment} alive`);
    near(sample.totals[k]!.estimate.expectedPurchases, estimate.expectedPurchases, `${segment} expected`);
    near(sample.totals[k]!.estimate.equity!, estimate.equity!, `${segment} equity`);
    near(sample.totals[k]!.outcome.purchases, outcome.purchases, `${segment} purchases`);
    near(sample.totals[k]!.outcome.value!, outcome.value!, `${segment} value`);
  });
  near(sample.inHoldout!.purchases.total, whole.inHoldout!.purchases.total, "held");
  // 2 000 customers: 0.67 % of standard error, less what the whole shares.
  const { coverage } = sample.inHoldout!.purchases;
  expect(Math.abs(coverage.actualAtLevel - whole.inHoldout!.purchases.coverage.actualAtLevel)).toBeLessThan(4 * 0.0067);
});

it("changes nothing where the sample is everybody", () => {
  const places = samplePlaces(base.length, base.length, seeded(9));
  expect([...places.subarray(0, 3)]).toEqual([0, 1, 2]);
  const growth = growthOf(segmentsOf(base), score(base, fitted, terms), places);
  expect(growth.map(({ alive, purchases, value }) => [alive, purchases, value])).toEqual([
    [1, 1, 1],
    [1, 1, 1],
  ]);
});
