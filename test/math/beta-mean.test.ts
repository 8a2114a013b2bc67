import { describe, it } from "vitest";
import { betaMean } from "../../src/math/beta-mean.ts";
import { expectClose } from "../support/close.ts";

const SHAPES = [1e-9, 1e-4, 0.05, 0.7, 1, 3, 7.7, 40, 1e3, 1e5, 1e8];

describe("the mean over a Beta distribution", () => {
  it("is 1 for a constant, from shapes of 1e-9 to 1e8", () => {
    for (const a of SHAPES) {
      for (const b of SHAPES) {
        expectClose(
          betaMean(a, b, 0, () => 1),
          1,
          1e-15,
          `a ${a}, b ${b}`,
        );
      }
    }
  });

  it("is f(E[p]) where p hardly varies, for shapes of any size", () => {
    for (const size of [1e17, 1e40, 1e150]) {
      const mean = betaMean(0.3 * size, 0.7 * size, 4, (p) => 1 / (1 + 4 * p));
      expectClose(mean, 1 / (1 + 4 * 0.3), 1e-15, `size ${size}`);
    }
  });

  it("is a logarithm where the integral is one: E[1/(1 + p y)] = ln(1 + y)/y for a = b = 1", () => {
    for (const y of [1e-8, 1e-3, 0.5, 10, 1e4, 1e9, 1e13]) {
      const mean = betaMean(1, 1, y, (p) => 1 / (1 + p * y));
      expectClose(mean, Math.log1p(y) / y, 1e-14, `y ${y}`);
    }
  });

  it("is (1 + y)^(−a) where Euler's integral collapses: E[(1 + p y)^(−a−b)]", () => {
    // Gauss: 2F1(a + b, a; a + b; −y) = (1 + y)^(−a).
    for (const a of SHAPES.filter((shape) => shape >= 1e-4 && shape <= 1e3)) {
      for (const b of SHAPES.filter((shape) => shape >= 1e-4 && shape <= 1e3)) {
        for (const y of [1e-6, 0.1, 2, 50]) {
          const exact = Math.exp(-a * Math.log1p(y));
          const steep = (a + b) * Math.log1p(y) > 30;
          if (steep) continue; // p·f(p) rises and falls: outside the domain of the rule.
          const mean = betaMean(a, b, (a + b) * y, (p) => Math.exp(-(a + b) * Math.log1p(p * y)));
          expectClose(mean, exact, 2e-14, `a ${a}, b ${b}, y ${y}`);
        }
      }
    }
  });
});
