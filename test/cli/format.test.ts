import { expect, test } from "vitest";
import { table, withError } from "../../src/cli/text/format.ts";
import { count, counted, money, significant } from "../../src/number-words.ts";
import { printable } from "../../src/printable.ts";

test("an estimate is shown to the place its standard error can tell", () => {
  expect(withError(0.24259452243, 0.0125573781)).toEqual(["0.2426", "0.0126"]);
  expect(withError(4.41360201901, 0.37822406)).toEqual(["4.414", "0.378"]);
  expect(withError(1234.5678, 250.4)).toEqual(["1,235", "250"]);
});

test("numbers are shown with thousands parted and without needless exponents", () => {
  expect(count(2357)).toBe("2,357");
  expect(significant(0.000123456)).toBe("0.0001235");
  expect(significant(1.5e-12)).toBe("1.500e-12");
  expect(money(12345.678)).toBe("12,345.68");
  expect(money(0.0123)).toBe("0.0123");
});

test("one of a thing is said in the singular", () => {
  expect(counted(1, "customer")).toBe("1 customer");
  expect(counted(2357, "customer")).toBe("2,357 customers");
  expect(counted(1, "distinct history", "distinct histories")).toBe("1 distinct history");
  expect(counted(0, "distinct history", "distinct histories")).toBe("0 distinct histories");
});

test("no id can move the cursor or hide", () => {
  expect(printable("a\u001b[2Jb\u202ec\u0007\n")).toBe("a\\u{1b}[2Jb\\u{202e}c\\u{7}\\u{a}");
  expect(printable("Zoë 客户 =1+1")).toBe("Zoë 客户 =1+1");
});

test("a table off a terminal is plain text", () => {
  const rows = [
    ["a", "1"],
    ["bb", "22"],
  ];
  expect(table(["id", "n"], rows, [1])).toBe("  id   n\n  a    1\n  bb  22");
});
