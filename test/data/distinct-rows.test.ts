import fc from "fast-check";
import { expect, test } from "vitest";
import { distinctRows } from "../../src/data/distinct-rows.ts";

test("distinct rows are those a set of keys finds, in the order of the columns", () => {
  const number = fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.double({ min: 0, noNaN: true }),
    fc.constantFrom(5e-324, 1 / 7, Number.MAX_VALUE),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number, number), { maxLength: 300 }), (rows) => {
      const table = rows.map((row) => row.map((value) => value + 0));
      const columns = [0, 1, 2].map((c) => Float64Array.from(table, (row) => row[c]!));
      const found = distinctRows(columns, rows.length);
      const expected = [...new Map(table.map((row) => [row.join(), row])).values()].sort(
        (a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!,
      );
      expect(Array.from(found.count, (_, k) => found.columns.map((column) => column[k]!))).toEqual(expected);
      expect(Array.from(found.index, (k) => expected[k])).toEqual(table);
      expect(found.count.reduce((a, b) => a + b, 0)).toBe(rows.length);
    }),
  );
});

test("tables that grow many times over find every row again", () => {
  const n = 50_000;
  const a = Float64Array.from({ length: n }, (_, k) => k % 20_000);
  const b = Float64Array.from({ length: n }, (_, k) => (k % 20_000) / 7);
  const { count, index } = distinctRows([a, b], n);
  expect(count.length).toBe(20_000);
  expect(count[0]).toBe(3);
  expect(count[19_999]).toBe(2);
  expect(index.every((k, row) => k === row % 20_000)).toBe(true);
});
