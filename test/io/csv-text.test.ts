import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvTable } from "../../src/io/csv-text.ts";

function textOf(ids: readonly string[], values: readonly number[]): string {
  return [
    ...csvTable(ids.length, [
      { name: "customer_id", field: (row) => ids[row] },
      false,
      { name: "value", field: (row) => values[row] },
    ]),
  ].join("");
}

test("fields are quoted only where they must be, ids stay exact, nothing is an empty field", () => {
  expect(textOf(["0007", "=SUM(A1)", 'say "hi"', "a,b", " x"], [1, 0.1, Number.NaN, -0.5, 1e21])).toBe(
    'customer_id,value\n0007,1\n=SUM(A1),0.1\n"say ""hi""",\n"a,b",-0.5\n" x",1e+21\n',
  );
});

test("numbers that are not finite are empty fields", () => {
  expect(textOf(["a", "b", "c"], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN])).toBe(
    "customer_id,value\na,\nb,\nc,\n",
  );
});

test("every id and every finite double reads back as it was", () => {
  const row = fc.tuple(
    fc.string({ minLength: 1, unit: "binary" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const [ids, values] = [rows.map(([id]) => id), rows.map(([, value]) => value)];
      const read = parse(textOf(ids, values), { fromLine: 2, relax_column_count: false }) as string[][];
      expect(read.map(([id]) => id)).toEqual(ids);
      expect(read.map(([, value]) => Number(value))).toEqual(values.map((value) => value + 0));
    }),
  );
});
