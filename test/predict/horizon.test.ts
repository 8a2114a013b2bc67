import { describe, expect, it } from "vitest";
import { horizonIn, parseHorizon } from "../../src/predict/horizon.ts";

describe("parseHorizon", () => {
  it.each([
    ["90d", 90, "day"],
    ["52w", 52, "week"],
    ["12m", 12, "month"],
    ["1y", 1, "year"],
    ["1.5y", 1.5, "year"],
    ["24h", 24, "hour"],
  ])("reads %s", (text, amount, unit) => {
    expect(parseHorizon(text)).toEqual({ amount, unit });
  });

  it.each(["", "90", "d", "-3d", "0d", "1e2d", "90 days", "1y6m", "12M", "NaNd", "Infinityd"])("refuses %j", (text) => {
    expect(() => parseHorizon(text)).toThrow(/^horizon: expected an amount greater than 0 and a unit/);
  });
});

describe("horizonIn", () => {
  it.each([
    [1, "year", "day", 365.25],
    [12, "month", "day", 365.25],
    [12, "month", "year", 1],
    [52, "week", "day", 364],
    [90, "day", "hour", 2160],
    [7, "day", "week", 1],
  ] as const)("%d %ss are so many %ss", (amount, from, to, expected) => {
    expect(horizonIn({ amount, unit: from }, to)).toBe(expected);
  });
});
