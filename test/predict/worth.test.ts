import { describe, expect, it } from "vitest";
import { type Percentage, worthOf } from "../../src/predict/worth.ts";

describe("margin and discount rate", () => {
  it.each<[number | Percentage, number]>([
    [0.3, 0.3],
    ["30%", 0.3],
    ["30 %" as Percentage, 0.3],
    [" 7.5% " as Percentage, 0.075],
    ["300%", 3],
    ["1e2%", 1],
    [1, 1],
    [1e-9, 1e-9],
  ])("takes a margin of %j for %d", (margin, share) => {
    expect(worthOf({ margin }).margin).toBe(share);
  });

  it.each<[number | Percentage, number]>([
    [0, 0],
    ["0%", 0],
    [0.999, 0.999],
    ["10%", 0.1],
    ["1000%", 10],
  ])("takes a discount rate of %j for %d", (discountRate, rate) => {
    expect(worthOf({ discountRate }).discountRate).toBe(rate);
  });

  it.each([
    [
      { margin: 30 },
      "margin: expected a share of the value, above 0 and up to 1, got 30. 30 % is 0.3: write 0.3 or 30%. If you mean 3000 %, write 3000%.",
    ],
    [{ margin: 1.01 }, "1.01 % is 0.0101: write 0.0101 or 1.01%. If you mean 101 %, write 101%."],
    [
      { discountRate: 10 },
      "discount rate: expected a rate per year, from 0 and below 1, got 10. 10 % is 0.1: write 0.1 or 10%. If you mean 1000 %",
    ],
    [{ discountRate: 1 }, "got 1. 1 % is 0.01"],
    [{ margin: Number.POSITIVE_INFINITY }, "margin: expected a finite number greater than 0"],
    [{ margin: "0%" }, "margin: expected a finite number greater than 0, got 0"],
    [{ discountRate: "-5%" }, "discount rate: expected a finite number of at least 0, got -0.05"],
    [{ margin: "a third" }, 'margin: expected a number such as 0.3, or a percentage such as 30%, got "a third"'],
    [{ margin: "0x1%" }, "margin: expected a number such as 0.3"],
    [{ margin: true }, "margin: expected a number such as 0.3, or a percentage such as 30%, got true"],
  ])("refuses %j", (options, message) => {
    expect(() => worthOf(options as object)).toThrow(message);
  });
});
