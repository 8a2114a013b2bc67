import { describe, expect, it } from "vitest";
import { gammaGamma } from "../../../models/gamma-gamma/gamma-gamma.ts";
import { expectClose } from "../../support/close.ts";

const theta = { p: 6.25, q: 3.74, v: 15.44 };

describe("the distribution of mean values", () => {
  it("is I_u(p x, q), u = m x/(v + m x), by mpmath in 30 digits", () => {
    for (const [x, m, probability] of [
      [2, 30, 0.5559535834789141],
      [1, 5, 0.005550787084137822],
      [10, 80, 0.949620083222863],
      [200, 35, 0.6494538167129006],
    ]) {
      expectClose(gammaGamma.cumulativeSpend(theta, x, m), probability, 1e-12, `x = ${x}, m = ${m}`);
    }
  });

  it("has the likelihood of one customer for its slope", () => {
    const logTheta = Float64Array.of(theta.p, theta.q, theta.v).map(Math.log);
    for (const [x, m] of [
      [1, 12],
      [3, 35],
      [20, 60],
    ]) {
      const density = Math.exp(
        gammaGamma
          .objective({
            length: 1,
            frequency: Float64Array.of(x),
            monetaryValue: Float64Array.of(m),
            count: Float64Array.of(1),
          })
          .value(logTheta),
      );
      const h = 1e-3 * m;
      const slope =
        (gammaGamma.cumulativeSpend(theta, x, m + h) - gammaGamma.cumulativeSpend(theta, x, m - h)) / (2 * h);
      // Error of the difference quotient: h² times a third derivative, about 1e-6·(scale of m)² here.
      expectClose(slope, density, 1e-4);
    }
  });

  it("is 0 at no value and 1 at any, and refuses what is no frequency", () => {
    expect(gammaGamma.cumulativeSpend(theta, 2, 0)).toBe(0);
    expect(gammaGamma.cumulativeSpend(theta, 2, Number.POSITIVE_INFINITY)).toBe(1);
    expect(() => gammaGamma.cumulativeSpend(theta, 0, 10)).toThrow("x: expected");
  });
});
