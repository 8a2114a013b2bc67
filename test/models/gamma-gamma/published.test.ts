import { describe, expect, it } from "vitest";
import { gammaGamma } from "../../../models/gamma-gamma/gamma-gamma.ts";
import { expectClose } from "../../support/close.ts";
import { spendAt } from "../../support/spend-at.ts";

const CDNOW = { p: 6.24957227132, q: 3.74422466713, v: 15.4435209626 };

describe("Gamma-Gamma: what was published", () => {
  it("the population mean of CDNOW: 35.17037127", () => {
    expectClose(spendAt(gammaGamma, CDNOW, 0, Number.NaN)!, 35.17037127, 1e-9);
  });

  it("customers 1, 2 and 6 of CDNOW: 24.65, 18.91, 71.46 (Hardie, note 025)", () => {
    const theta = { p: 6.25, q: 3.74, v: 15.44 };
    expect(Math.abs(spendAt(gammaGamma, theta, 2, 22.35)! - 24.65)).toBeLessThan(0.02);
    expect(Math.abs(spendAt(gammaGamma, theta, 1, 11.77)! - 18.91)).toBeLessThan(0.02);
    expect(Math.abs(spendAt(gammaGamma, theta, 7, 73.74)! - 71.46)).toBeLessThan(0.02);
  });

  it("weighs the customer's mean with p x and the population's with q − 1", () => {
    const { p, q } = CDNOW;
    const weighted = (p * 5 * 80 + (q - 1) * spendAt(gammaGamma, CDNOW, 0, Number.NaN)!) / (p * 5 + q - 1);
    expectClose(spendAt(gammaGamma, CDNOW, 5, 80)!, weighted, 1e-15);
  });

  it("has no mean for q ≤ 1: undefined, never a number (pitfall #14)", () => {
    expect(spendAt(gammaGamma, { p: 6, q: 1, v: 15 }, 0, Number.NaN)).toBeUndefined();
    expect(spendAt(gammaGamma, { p: 6, q: 0.5, v: 15 }, 0, Number.NaN)).toBeUndefined();
    expect(spendAt(gammaGamma, { p: 0.1, q: 0.5, v: 15 }, 3, 20)).toBeUndefined();
    expectClose(spendAt(gammaGamma, { p: 6, q: 0.5, v: 15 }, 1, 20)!, (6 * 35) / 5.5, 1e-15);
  });
});
