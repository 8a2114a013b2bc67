import { describe, expect, it } from "vitest";
import { contractsOf } from "../../models/sbg/contracts-of.ts";
import { objective } from "../../models/sbg/log-likelihood.ts";
import { retention, survival } from "../../models/sbg/retention.ts";
import { contractsBands } from "../../src/fit/contracts-bands.ts";
import { type ContractsFit, fitContracts } from "../../src/fit/fit-contracts.ts";
import { quantilePair } from "../../src/math/quantile-pair.ts";
import { seeded } from "../../src/random/seeded.ts";

const HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491];
const RENEWALS = 12;
const fitted = (cohort: readonly number[]): ContractsFit => fitContracts(objective(contractsOf([cohort])));

/** A cohort of 1 000 customers, watched for seven renewals. */
function drawn(theta: { readonly alpha: number; readonly beta: number }, seed: number): number[] {
  const random = seeded(seed, 0);
  const left = HIGH_END.map(() => 0);
  const shares = left.map((_, t) => survival(theta, t));
  for (let customer = 0; customer < 1000; customer++) {
    const u = random.uniform();
    for (let t = 0; t < left.length && u < shares[t]!; t++) left[t]!++;
  }
  return left;
}

describe("bands of the retention curve", () => {
  const fit = fitted(HIGH_END);
  const fits = Array.from({ length: 500 }, (_, seed) => fitted(drawn(fit.parameters, seed)));

  it("are those of a parametric bootstrap, up to five renewals beyond those observed", () => {
    const bands = contractsBands(fit, RENEWALS, 0.95)!;
    for (const [t, band] of bands.entries()) {
      for (const [of, ends] of [
        [retention, band.retention],
        [survival, band.survival],
      ] as const) {
        const [low, high] = quantilePair(
          Float64Array.from(fits, ({ parameters }) => of(parameters, t + 1)),
          0.95,
        );
        // The ends of 500 replicates have a standard error of 6 % of the width.
        const width = high - low;
        expect(Math.abs(ends[0] - low), `renewal ${t + 1}`).toBeLessThan(0.15 * width);
        expect(Math.abs(ends[1] - high), `renewal ${t + 1}`).toBeLessThan(0.15 * width);
      }
    }
  });

  it("hold the true curve as often as they say", () => {
    for (const [of, ends] of [
      [retention, "retention"],
      [survival, "survival"],
    ] as const) {
      for (let t = 1; t <= RENEWALS; t++) {
        const truth = of(fit.parameters, t);
        const held = fits.filter((one) => {
          const [low, high] = contractsBands(one, RENEWALS, 0.95)![t - 1]![ends];
          return low <= truth && truth <= high;
        });
        // Three standard errors of 500 around 95 %.
        expect(held.length / fits.length, `${ends} ${t}`).toBeGreaterThan(0.92);
        expect(held.length / fits.length, `${ends} ${t}`).toBeLessThan(0.98);
      }
    }
  });

  it("are none where the data do not tell α and β", () => {
    expect(contractsBands(fitted([1000, 900, 810, 729]), 3, 0.95)).toBeUndefined();
    expect(() => contractsBands(fit, 3, 1)).toThrow(/a probability betw/);
  });
});
