import { describe, expect, test } from "vitest";
import { horizonOf } from "../../src/run/score-options.ts";

describe("a horizon told by its last day", () => {
  const until = Date.UTC(2024, 5, 30);
  test("is the days after the last one observed", () => {
    expect(horizonOf({ unit: "week", until }, "2024-12-31")).toEqual({ amount: 184, unit: "day" });
  });
  test.each(["2024-06-30", "2023-01-01", "2024-13-01"])("refuses %s", (text) => {
    expect(() => horizonOf({ unit: "week", until }, text)).toThrow("a day after 2024-06-30, the last observed day");
  });
  test("refuses a day where the base has no dates", () => {
    expect(() => horizonOf({ unit: "week" }, "2024-12-31")).toThrow("no dates");
  });
});
