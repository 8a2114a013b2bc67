import { expect, it } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import type { FittedModel } from "../../src/fit/fitted-model.ts";
import { endlessCustomers, endlessOf, intervalNotices } from "../../src/run/interval-notices.ts";

const fitted = {
  purchase: { model: bgNbd, estimates: [] },
  spend: { model: gammaGamma, estimates: [] },
} as unknown as FittedModel;

it("counts the customers whose CLV has no upper end", () => {
  const counted = (...high: number[]) => {
    const clv = { low: new Float64Array(high.length), high: Float64Array.from(high) };
    return endlessOf({ estimate: { clv } });
  };
  expect(counted(1, 2)).toBe(0);
  expect(counted(Number.POSITIVE_INFINITY, 3, Number.NaN)).toBe(2);
  expect(endlessOf({ estimate: {} })).toBe(0);
  const told = (endless: number) => intervalNotices(endless, fitted, true).map(({ message }) => message);
  expect(told(0)).toEqual([]);
  expect(told(1)).toEqual(["For 1 customer the interval of the CLV has no upper end."]);
});

it("counts them from the draws as from the columns", () => {
  // Gamma-Gamma has a mean where p·x + q > 1: for x = 0 not under q = 0.9, for x = 1 always.
  const draws = Array.from({ length: 199 }, (_, k) => ({
    purchase: {},
    spend: { p: 1, q: k < 12 ? 0.9 : 3, v: 10 },
  }));
  const base = { frequency: Float64Array.of(0, 0, 1, 2) } as CustomerBase;
  expect(endlessCustomers(base, fitted, draws, 0.9)).toBe(2);
  expect(endlessCustomers(base, fitted, draws.slice(4), 0.9)).toBe(0);
});
