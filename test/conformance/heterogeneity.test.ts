import { describe, expect, it } from "vitest";
import { bgNbd, gammaGamma, models } from "../../models/index.ts";
import { expectClose } from "../support/close.ts";

const THETA: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "bg-nbd": { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  "gamma-gamma": { p: 6.25, q: 3.74, v: 15.44 },
};

describe.each(models.map((model) => [model.name, model] as const))(
  "what differs between customers: %s",
  (name, model) => {
    const theta = THETA[name];
    it.each(model.heterogeneity.map((quantity) => [quantity.name, quantity] as const))("%s", (_, quantity) => {
      const upper = Math.min(quantity.upper, 1e6);
      const grid = Array.from({ length: 2001 }, (_, k) => upper * (k / 2000) ** 4);
      const shares = grid.map((value) => quantity.cumulative(theta, value));
      expect(shares[0]).toBe(0);
      expect(shares.at(-1)).toBeGreaterThan(0.999999);
      shares.forEach((share, k) => {
        if (k > 0) expect(share).toBeGreaterThanOrEqual(shares[k - 1] - 1e-13);
      });
      // E = ∫ (1 − F): the trapezoidal rule on a grid that is fine near 0.
      const integral = grid
        .slice(1)
        .reduce((sum, value, k) => sum + ((2 - shares[k] - shares[k + 1]) * (value - grid[k])) / 2, 0);
      expectClose(integral, quantity.mean(theta)!, 2e-3);
    });
  },
);

describe("shares of customers, by mpmath in 30 digits", () => {
  it("λ ≤ .05 under Gamma(.243, 4.414) and p ≤ .1 under Beta(.793, 2.426)", () => {
    const [rate, dropout] = bgNbd.heterogeneity;
    expectClose(rate.cumulative(THETA["bg-nbd"], 0.05), 0.7319847766586737, 1e-13);
    expectClose(dropout.cumulative(THETA["bg-nbd"], 0.1), 0.31769599766885614, 1e-13);
  });

  it("ζ ≤ 30 with p/ζ ~ Gamma(3.74, 15.44)", () => {
    expectClose(gammaGamma.heterogeneity[0].cumulative(THETA["gamma-gamma"], 30), 0.5434061625886885, 1e-13);
  });

  it("without dropout nobody's p is above 0", () => {
    expect(bgNbd.heterogeneity[1].cumulative({ r: 1, alpha: 1, a: 0, b: 1 }, 0)).toBe(1);
  });
});
