import { describe, expect, it } from "vitest";
import { gammaGamma } from "../../../models/gamma-gamma/gamma-gamma.ts";
import { expectClose } from "../../support/close.ts";
import { fixture, sharedReference } from "../../support/reference.ts";
import { spendAt } from "../../support/spend-at.ts";

for (const [name, rows] of [
  ["shared/reference/gamma-gamma.csv", sharedReference("gamma-gamma")],
  ["test/fixtures/gamma-gamma.csv", fixture("gamma-gamma")],
] as const) {
  describe.skipIf(rows === undefined)(`Gamma-Gamma against ${name}, on every row`, () => {
    it("E[M | x, m] to 1e-13, undefined where the reference is infinite", () => {
      for (const { category, line, value: v } of rows!) {
        const spend = spendAt(gammaGamma, v, v.x, v.mean);
        if (v.exp_mean === Number.POSITIVE_INFINITY) expect(spend).toBeUndefined();
        else expectClose(spend!, v.exp_mean, 1e-13, `line ${line} (${category})`);
      }
    });
  });
}

describe("the population mean of the Gamma-Gamma", () => {
  it("is p v/(q − 1) to 1e-13, undefined for q ≤ 1, and the spend of a customer without repeat purchase", () => {
    for (const { category, line, value: v } of fixture("gamma-gamma")) {
      const spend = spendAt(gammaGamma, v, 0, Number.NaN);
      expect(spendAt(gammaGamma, v, 0, Number.NaN)).toBe(spend);
      if (v.population_mean === Number.POSITIVE_INFINITY) expect(spend).toBeUndefined();
      else expectClose(spend!, v.population_mean, 1e-13, `line ${line} (${category})`);
    }
  });
});
