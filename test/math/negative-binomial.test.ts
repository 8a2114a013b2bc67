import { describe, expect, it } from "vitest";
import { negativeBinomial } from "../../src/math/negative-binomial.ts";
import { expectClose } from "../support/close.ts";

describe("the negative binomial", () => {
  it("of shape 1 is geometric: P(N = n) = z^n (1 − z), P(N ≥ n) = z^n", () => {
    for (const y of [1e-9, 0.1, 1, 7, 1e6]) {
      const { probability, tail } = negativeBinomial(1, y, 200);
      for (let n = 0; n <= 200; n++) {
        const z = Math.exp(-n * Math.log1p(1 / y));
        expectClose(probability[n], z / (1 + y), 2e-13, `P(N = ${n}), y ${y}`, 1e-300);
        expectClose(tail[n], z, 2e-13, `P(N ≥ ${n}), y ${y}`, 1e-300);
      }
    }
  });

  it("adds up to 1 with its tail, for any shape", () => {
    for (const R of [1e-6, 0.01, 0.3, 2, 50, 5000, 1e8]) {
      for (const y of [0, 1e-12, 1e-3, 1, 30, 1e6]) {
        for (const nMax of [0, 1, 7, 300]) {
          const { tail, probability } = negativeBinomial(R, y, nMax);
          expectClose(tail[0], 1, 1e-11, `R ${R}, y ${y}, nMax ${nMax}`);
          expectClose(tail[nMax] + probability.subarray(0, nMax).reduce((s, p) => s + p, 0), 1, 1e-11);
        }
      }
    }
  });

  it("keeps its tail where 1 less the rest would have nothing left", () => {
    // Shape 2: P(N ≥ n) = z^n (1 + n (1 − z)).
    const y = 0.01;
    const z = y / (1 + y);
    const { tail } = negativeBinomial(2, y, 60);
    for (const n of [5, 20, 60]) expectClose(tail[n], z ** n * (1 + n * (1 - z)), 1e-13, `n ${n}`);
    expect(tail[60]).toBeLessThan(1e-115);
  });

  it("has no Γ to overflow: 171 purchases and more", () => {
    const { probability } = negativeBinomial(0.243, 3, 2000);
    let mean = 0;
    for (let n = 0; n <= 2000; n++) mean += n * probability[n];
    expectClose(mean, 0.243 * 3, 1e-12);
  });
});
