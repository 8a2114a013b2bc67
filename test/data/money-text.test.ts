import { describe, expect, test } from "vitest";
import { parseDecimal } from "../../src/data/decimal.ts";

const read = (text: string, mark: "point" | "comma" = "point", said = false): number => parseDecimal(text, mark, said);

describe("numbers as accountants write them", () => {
  // What each means by the usage of accountants; no number here has a second reading.
  test.each([
    ["$10.00", 10],
    ["10.00 €", 10],
    ["£1,234.50", 1234.5],
    ["US$ 12", 12],
    ["EUR 12.50", 12.5],
    ["12.50 USD", 12.5],
    ["1,234,567", 1_234_567],
    ["12,34,567.00", 1_234_567],
    ["1'234.50", 1234.5],
    ["1\u202f234.50", 1234.5],
    ["1\u00a0234", 1234],
    ["(12.50)", -12.5],
    ["($1,234.50)", -1234.5],
    ["12.50-", -12.5],
    ["\u221212.50", -12.5],
    ["-$5", -5],
    ["$-5", -5],
    ["+$5", 5],
  ])("%s", (text, value) => {
    expect(read(text)).toBe(value);
  });

  test.each([
    ["1.234,50", 1234.5],
    ["1.234", 1234],
    ["1.234.567", 1_234_567],
    ["1 234,50 €", 1234.5],
    ["-12,5", -12.5],
  ])("with a decimal comma: %s", (text, value) => {
    expect(read(text, "comma", true)).toBe(value);
  });

  test("1,234 is read only where the user named the mark", () => {
    expect(read("1,234")).toBeNaN();
    expect(read("1,234", "point", true)).toBe(1234);
    expect(read("1,234", "comma", true)).toBe(1.234);
    expect(read("-1,234", "point", true)).toBe(-1234);
  });

  test("what has no meaning, or two, is none", () => {
    const bad = [
      "1.234,50",
      "1,23.5",
      "12,345,67",
      "(-5)",
      "(5",
      "5)",
      "--5",
      "-5-",
      "INV 5",
      "5 kg",
      "$",
      "NaN",
      "1,,234",
      "1 2",
    ];
    for (const text of bad) expect([text, read(text)]).toEqual([text, Number.NaN]);
  });
});
