import fc from "fast-check";
import { expect, test } from "vitest";
import { countRows, distinctRows } from "../../src/data/distinct-rows.ts";
import { rowWords } from "../../src/data/row-words.ts";

const column = (...values: number[]) => Float64Array.from(values);

test("counts, days and weeks share a word; what has no room or too many values begins another", () => {
  const days = column(0, 3, 10);
  const weeks = days.map((day) => day / 7);
  expect(rowWords([days, weeks], 3).words.length).toBe(1);
  expect(rowWords([column(0, 2 ** 16, 2 ** 16 - 1), column(0, 2 ** 16 - 1, 5)], 3).words.length).toBe(2);
  expect(rowWords([column(0, 2 ** 16 - 2, 1), column(0, 2 ** 16, 5)], 3).words.length).toBe(1);
  const fine = Float64Array.from({ length: 40_000 }, (_, k) => k + 0.5);
  expect(rowWords([fine], 40_000).words.length).toBe(2);
});

test("rows counted without an index are those with one", () => {
  const grid = fc.oneof(
    fc.nat(9),
    fc.constantFrom(2 ** 16, 2 ** 32 - 1, 2 ** 32, 2 ** 53),
    fc.nat(9).map((day) => day / 7),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(grid, grid, fc.nat(9)), { maxLength: 200 }), (rows) => {
      const columns = [0, 1, 2].map((c) => Float64Array.from(rows, (row) => row[c]!));
      // Longer columns than rows asked for: what stands beyond is not looked at.
      const longer = columns.map((values) => Float64Array.from([...values, 0.3, Number.NaN]));
      const { columns: distinct, count } = distinctRows(columns, rows.length);
      expect(countRows(longer, rows.length)).toMatchObject({ columns: distinct, count });
    }),
  );
});
