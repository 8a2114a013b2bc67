import { describe, expect, it } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import { expectClose } from "../support/close.ts";

describe("shares of customers, by mpmath in 30 digits", () => {
  it("λ ≤ .05 under Gamma(.243, 4.414) and p ≤ .1 under Beta(.793, 2.426)", () => {
    const [rate, dropout] = bgNbd.heterogeneity;
    expectClose(rate.cumulative(bgNbd.example, 0.05), 0.7319847766586737, 1e-13);
    expectClose(dropout.cumulative(bgNbd.example, 0.1), 0.31769599766885614, 1e-13);
  });

  it("ζ ≤ 30 with p/ζ ~ Gamma(3.74, 15.44)", () => {
    expectClose(gammaGamma.heterogeneity[0].cumulative(gammaGamma.example, 30), 0.5434061625886885, 1e-13);
  });

  it("without dropout p is 0 for every customer", () => {
    expect(bgNbd.heterogeneity[1].cumulative({ r: 1, alpha: 1, a: 0, b: 1 }, 0)).toBe(1);
  });
});
