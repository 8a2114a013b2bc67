import { expect, it } from "vitest";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import type { FittedModel } from "../../src/fit/fitted-model.ts";
import { intervalNotices } from "../../src/run/interval-notices.ts";

const fitted = {
  purchase: { model: bgNbd, estimates: [] },
  spend: { model: gammaGamma, estimates: [] },
} as unknown as FittedModel;

it("counts the customers whose CLV has no upper end", () => {
  const told = (...high: number[]) => {
    const clv = { low: new Float64Array(high.length), high: Float64Array.from(high) };
    return intervalNotices({ estimate: { clv } }, fitted, true).map(({ message }) => message);
  };
  expect(told(1, 2)).toEqual([]);
  expect(told(1, Number.POSITIVE_INFINITY)).toEqual(["For 1 customer the interval of the CLV has no upper end."]);
  expect(told(Number.POSITIVE_INFINITY, 3, Number.NaN)).toEqual([
    "For 2 customers the interval of the CLV has no upper end.",
  ]);
  expect(intervalNotices({ estimate: {} }, fitted, true)).toEqual([]);
  expect(intervalNotices(undefined, fitted, false)).toEqual([]);
});
