import { describe, expect, it } from "vitest";
import {
  expectedPurchases,
  expectedPurchasesIfAlive,
  probabilityOfPurchaseIfAlive,
} from "../../../models/bg-nbd/expected-purchases.ts";
import { probabilityAlive } from "../../../models/bg-nbd/probability-alive.ts";
import { purchaseProbabilities, purchaseProbabilitiesIfAlive } from "../../../models/bg-nbd/purchase-probabilities.ts";
import type { Parameters } from "../../../src/model.ts";
import { expectClose } from "../../support/close.ts";

/** CDNOW in weeks, as the paper prints it, and to 12 digits. */
const PAPER = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const CDNOW = { r: 0.24259452243, alpha: 4.41360201901, a: 0.792922017226, b: 2.42590677683 };

function expectedInFuture(theta: Parameters, x: number, tx: number, T: number, t: number): number {
  return probabilityAlive(theta, x, tx, T) * expectedPurchasesIfAlive(theta, x, T, t);
}

/** Half a unit of the last digit printed. */
function expectPrinted(actual: number, printed: string): void {
  const [mantissa, exponent = "0"] = printed.split("e");
  const decimals = (mantissa.split(".")[1] ?? "").length;
  const half = 0.5 * 10 ** (Number(exponent) - decimals);
  expect(Math.abs(actual - Number(printed)), `${actual} prints as ${printed}`).toBeLessThanOrEqual(half * 1.000001);
}

describe("BG/NBD: what was published", () => {
  it("the spreadsheet's customer: x 2, t_x 30.43, T 38.86, the next 39 weeks", () => {
    expectPrinted(expectedInFuture(PAPER, 2, 30.43, 38.86, 39), "1.226");
  });

  it.each([
    [1 / 7, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
    [78, 1.8576],
  ])("E[X(%d)] = %d in the tests of lifetimes, which hold it to 3 decimals", (t, printed) => {
    const theta = { r: 0.242592907204, alpha: 4.41353156121, a: 0.792886148099, b: 2.42575343649 };
    expect(Math.abs(expectedPurchases(theta, t) - printed)).toBeLessThan(5e-4);
  });

  it("P(X(t) = n)", () => {
    expectPrinted(purchaseProbabilities(PAPER, 2, 10)[10], "1.07869e-07");
    expectPrinted(purchaseProbabilities(PAPER, 39, 0)[0], "0.5737864");
    const printed = [
      0.0019995214, 0.0015170236, 0.001163315, 0.0009003148, 0.0007023638, 0.0005517902, 0.0004361913, 0.0003467171,
      0.0002769613, 0.000222226,
    ];
    const probabilities = purchaseProbabilities(PAPER, 30, 20);
    for (const [k, value] of printed.entries()) expectPrinted(probabilities[11 + k], value.toFixed(10));
  });

  it("customer 1516 of the BTYD walkthrough, at its estimates", () => {
    const theta = { r: 0.2425982, alpha: 4.413684, a: 0.7929899, b: 2.426167 };
    // Printed from the third of three refits that differ in the sixth digit.
    expectClose(expectedInFuture(theta, 26, 216 / 7, 31, 52), 25.75659, 1e-5);
    expectClose(probabilityAlive(theta, 26, 216 / 7, 31), 0.9688523, 1e-5);
    expectClose(expectedPurchases(theta, 52), 1.444004, 1e-5);
  });

  it("the increasing-frequency paradox: T 39, t_x 20, the next 52 weeks", () => {
    const theta = { r: 0.2425982, alpha: 4.413684, a: 0.7929899, b: 2.426167 };
    for (const [x, printed] of [
      [10, 0.3474606],
      [15, 0.04283391],
      [20, 0.004158973],
      [25, 0.0003583685],
    ]) {
      expectClose(expectedInFuture(theta, x, 20, 39, 52), printed, 2e-5, `x ${x}`);
    }
  });

  it("the stable form's customer without repeat purchase buys nothing with probability ((α+T)/(α+T+t))^r", () => {
    expectPrinted(purchaseProbabilitiesIfAlive(PAPER, 0, 38.86, 39, 0)[0], "0.85545");
    expectPrinted(1 - probabilityOfPurchaseIfAlive(PAPER, 0, 38.86, 39), "0.85545");
  });
});

describe("BG/NBD: 12-digit predictions at the CDNOW optimum (shared/reference/numbers.md §4.1)", () => {
  /** The parameters are given to 12 digits, so predictions hold to about 1e-11. */
  const held = 1e-10;

  it("E[X(t)]", () => {
    expectClose(expectedPurchases(CDNOW, 39), 1.19501004065, held);
    expectClose(expectedPurchases(CDNOW, 52), 1.44401239734, held);
    expectClose(expectedPurchases(CDNOW, 78), 1.85795839011, held);
  });

  it("customers 1 and 1516", () => {
    expectClose(expectedInFuture(CDNOW, 2, 213 / 7, 272 / 7, 39), 1.22599445529, held);
    expectClose(probabilityAlive(CDNOW, 2, 213 / 7, 272 / 7), 0.726620311662, held);
    expectClose(expectedInFuture(CDNOW, 26, 216 / 7, 217 / 7, 52), 25.7573369703, held);
    expectClose(probabilityAlive(CDNOW, 26, 216 / 7, 217 / 7), 0.968854441398, held);
  });
});

describe("BG/NBD: where the existing systems fail (shared/reference/pitfalls.md)", () => {
  it("#6 heavy buyers: no overflow in the hypergeometric function", () => {
    for (const [x, value] of [
      [50, 34.1866617961],
      [200, 136.999074621],
      [500, 342.630546832],
      [1000, 685.350664136],
      [1200, 822.438769368],
      [2000, 1370.79127367],
      [5000, 3427.11340256],
    ]) {
      expectClose(expectedInFuture(PAPER, x, 39, 39, 39), value, 2e-12, `x ${x}`);
    }
    for (const [x, value] of [
      [100, 63.8311892795],
      [500, 1.86780520075],
      [1000, 6.52488816002e-5],
      [2000, 1.97519820537e-14],
      [5000, 5.36425405238e-44],
    ]) {
      expectClose(expectedInFuture(PAPER, x, 38, 39, 39), value, 3e-12, `x ${x}, t_x 38`);
    }
    expectClose(expectedInFuture(PAPER, 2, 30.43, 38.86, 39), 1.22602817477, 5e-12);
  });

  it("#7 a + b < 1 without repeat purchase: no logarithm of a negative number", () => {
    const theta = { r: 0.11, alpha: 2.24, a: 0.31, b: 0.5 };
    expectClose(expectedInFuture(theta, 0, 0, 1, 30), 0.564588615533, 1e-12);
  });

  it("#8 a = 1 is no pole, nor is its neighbourhood", () => {
    const at = (a: number): number => expectedInFuture({ ...PAPER, a }, 2, 30.43, 38.86, 39);
    expectClose(at(1), 1.10213678604, 1e-11);
    for (const off of [1e-15, 1e-12, 1e-9, 1e-7]) {
      // The slope in a is of the order of the value.
      expectClose(at(1 + off), at(1), 2 * off + 1e-15);
      expectClose(at(1 - off), at(1), 2 * off + 1e-15);
    }
  });

  it("#5 a likelihood ratio beyond the range of a double: 0 or 1, never NaN", () => {
    expect(probabilityAlive(PAPER, 5000, 0.001, 1000)).toBe(0);
    expect(expectedInFuture(PAPER, 5000, 0.001, 1000, 39)).toBe(0);
    expectClose(probabilityAlive(PAPER, 5000, 1000, 1000), 1 / (1 + 0.793 / (2.426 + 4999)), 1e-15);
  });

  it("#9 probabilities beyond n = 170", () => {
    const probabilities = purchaseProbabilities({ ...PAPER, r: 40 }, 39, 600);
    expect(probabilities.every((p) => p >= 0 && p < 1)).toBe(true);
    expect(probabilities[300]).toBeGreaterThan(0);
  });
});

describe("BG/NBD without dropout, a = 0, is the NBD", () => {
  const nbd = { ...PAPER, a: 0 };

  it("alive for ever, buying at the posterior mean rate", () => {
    expect(probabilityAlive(nbd, 3, 1, 50)).toBe(1);
    expect(expectedPurchasesIfAlive(nbd, 3, 50, 10)).toBe((3.243 * 10) / 54.414);
  });

  it("is where small a leads", () => {
    for (const [x, T] of [
      [0, 5],
      [3, 50],
      [400, 100],
    ]) {
      const limit = expectedPurchasesIfAlive(nbd, x, T, 30);
      const tail = purchaseProbabilities(nbd, 30, 8)[8];
      for (const a of [1e-6, 1e-10, 1e-20]) {
        expectClose(expectedPurchasesIfAlive({ ...PAPER, a }, x, T, 30), limit, 20 * a + 1e-13, `a ${a}, x ${x}`);
        expectClose(purchaseProbabilities({ ...PAPER, a }, 30, 8)[8], tail, 20 * a + 1e-13, `a ${a}`);
      }
    }
  });

  it("has the negative binomial's probabilities", () => {
    const probabilities = purchaseProbabilities(nbd, 39, 3);
    const z = 39 / 43.414;
    expectClose(probabilities[0], (4.414 / 43.414) ** 0.243, 1e-15);
    expectClose(probabilities[3], ((0.243 * 1.243 * 2.243) / 6) * z ** 3 * (4.414 / 43.414) ** 0.243, 1e-15);
  });
});
