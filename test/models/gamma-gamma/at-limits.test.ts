import { describe, expect, it } from "vitest";
import { gammaGamma } from "../../../models/gamma-gamma/gamma-gamma.ts";
import { limits } from "../../../models/gamma-gamma/limits.ts";
import type { Parameters } from "../../../src/model.ts";
import { seeded } from "../../../src/random/seeded.ts";
import { expectClose } from "../../support/close.ts";
import { spendAt } from "../../support/spend-at.ts";

const theta = { p: 6, q: 3.5, v: 20 };

function atAndNear(name: string, away: number): [at: Parameters, near: Parameters] {
  const limit = limits.find((one) => one.name === name)!;
  const near = Object.fromEntries(
    gammaGamma.parameters.map((parameter, k) => [
      parameter.name,
      theta[parameter.name as keyof typeof theta] * Math.exp(away * limit.direction[k]!),
    ]),
  );
  return [{ ...theta, ...limit.standFor(limit.keeps!.of(theta)) }, near];
}

describe("spend at a limit", () => {
  it.each(["homogeneous-spend", "constant-spend"])("%s: is that to which the model tends", (name) => {
    const [at, near] = atAndNear(name, 17);
    const [differs] = gammaGamma.heterogeneity;
    expectClose(spendAt(gammaGamma, at, 0, 0)!, spendAt(gammaGamma, near, 0, 0)!, 1e-6);
    for (const [x, m] of [
      [1, 22],
      [3, 48],
      [12, 34],
    ] as const) {
      expectClose(spendAt(gammaGamma, at, x, m)!, spendAt(gammaGamma, near, x, m)!, 1e-6, `x ${x}, m ${m}`);
    }
    for (const z of [20, 33, 60]) {
      expectClose(differs!.cumulative(at, z), differs!.cumulative(near, z), 1e-6, `P(ζ ≤ ${z})`, 1e-9);
    }
  });

  it("homogeneous-spend: mean values are Gamma distributed, spend is the same for all", () => {
    const [at] = atAndNear("homogeneous-spend", 1);
    const [, near] = atAndNear("homogeneous-spend", 12);
    expectClose(spendAt(gammaGamma, at, 4, 99)!, (6 * 20) / 3.5, 1e-15);
    for (const m of [20, 34, 60]) {
      expectClose(gammaGamma.cumulativeSpend(at, 2, m), gammaGamma.cumulativeSpend(near, 2, m), 1e-4);
    }
  });

  it("constant-spend: a customer's next values are the last", () => {
    const [at] = atAndNear("constant-spend", 1);
    expectClose(spendAt(gammaGamma, at, 3, 77)!, 77, 1e-15);
    expectClose(gammaGamma.simulateFuture(at, 3)(seeded(2), 77, 4), 308, 1e-12);
    expectClose(gammaGamma.cumulativeSpend(at, 1, 40), gammaGamma.cumulativeSpend(at, 9, 40), 1e-15);
  });

  it("equal-spend: every customer has the mean, with any observed spend", () => {
    const limit = limits.find(({ name }) => name === "equal-spend")!;
    const at = limit.standFor(20_000) as Parameters;
    expectClose(limit.keeps!.of(at), 20_000, 1e-15);
    for (const [x, m] of [
      [0, 0],
      [1, 19_999],
      [40, 20_001],
    ] as const) {
      expectClose(spendAt(gammaGamma, at, x, m)!, 20_000, 1e-15);
    }
    expect(gammaGamma.cumulativeSpend(at, 2, 19_999)).toBe(0);
    expect(gammaGamma.cumulativeSpend(at, 2, 20_001)).toBe(1);
    expectClose(gammaGamma.simulateFuture(at, 2)(seeded(2), 20_000, 3), 60_000, 1e-12);
    for (const value of gammaGamma.simulate(at, seeded(4), 3)) expectClose(value, 20_000, 1e-12);
  });
});
