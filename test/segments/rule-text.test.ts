import { expect, it } from "vitest";
import { ruleText } from "../../src/segments/scheme.ts";

it.each([
  [{ recency: [0, 0], orders: [1, 1] }, "last purchase in the month, 1 order in 12 months"],
  [{ recency: [1, 1], orders: [2, 3] }, "last purchase 1 month ago, 2 to 3 orders in 12 months"],
  [{ recency: [6, null], orders: [4, null] }, "last purchase 6 months or more ago, 4 orders or more in 12 months"],
  [{ orders: [0, 0] }, "0 orders in 12 months"],
] as const)("says the rule %j in words", (bounds, words) => {
  expect(ruleText({ name: "a", ...bounds }, { period: "month", window: 12 })).toBe(words);
});
