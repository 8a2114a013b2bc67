import { expect, test } from "vitest";
import { requireAccounted } from "../../src/data/accounted.ts";

test("rows that have no place, or two, are noticed", () => {
  expect(() => requireAccounted("log", 3, { used: 2, merged: 1 })).not.toThrow();
  expect(() => requireAccounted("log", 3, { used: 2, merged: 0 })).toThrow(/log: 3 rows, but .* add up to 2/);
  expect(() => requireAccounted("log", 3, { used: 3, merged: 1 })).toThrow(/add up to 4/);
});
