import { expect, it } from "vitest";
import { readableLength } from "../../src/data/time-unit.ts";

it.each([
  { amount: 4, unit: "week", in: { amount: 4, unit: "week" } },
  { amount: 0.5, unit: "week", in: { amount: 3.5, unit: "day" } },
  { amount: 0.5, unit: "year", in: { amount: 6, unit: "month" } },
  { amount: 1 / 24, unit: "day", in: { amount: 1 / 24, unit: "day" } },
  { amount: 30, unit: "hour", in: { amount: 30, unit: "hour" } },
] as const)("$amount $unit reads as $in.amount $in.unit", ({ amount, unit, in: expected }) => {
  expect(readableLength(amount, unit)).toEqual(expected);
});
