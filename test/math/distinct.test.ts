import { expect, test } from "vitest";
import { distinct, spread } from "../../src/math/distinct.ts";

test("a column made from its values has them and their places, without a look at its rows", () => {
  const made = { values: Float64Array.of(7.5, 0, 7.5), place: Int32Array.of(2, 0, 1, 1) };
  const column = spread(made);
  expect(column).toEqual(Float64Array.of(7.5, 7.5, 0, 0));
  expect(distinct(column, 4)).toBe(made);
  expect(distinct(column, 4, 2)).toBeUndefined();
});

test("a part of such a column, and a copy, are read row by row", () => {
  const column = spread({ values: Float64Array.of(7.5, 0, 7.5), place: Int32Array.of(2, 0, 1, 1) });
  expect(distinct(column, 3)).toEqual({ values: Float64Array.of(7.5, 0), place: Int32Array.of(0, 0, 1) });
  expect(distinct(column.slice(), 4)).toEqual({ values: Float64Array.of(7.5, 0), place: Int32Array.of(0, 0, 1, 1) });
});
