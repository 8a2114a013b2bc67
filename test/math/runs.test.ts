import fc from "fast-check";
import { expect, test } from "vitest";
import { arranged, runsOf } from "../../src/math/runs.ts";

const column = fc
  .array(fc.oneof(fc.nat(4), fc.constantFrom(0.5, 1e9, 2 ** 40)))
  .map((values) => Float64Array.from(values));

test.each([
  ["in any order", column],
  ["in ascending order", column.map((values) => values.sort())],
])(
  "runs of a column %s are its distinct values with their rows, rows of a run in the order they came",
  (_, columns) => {
    fc.assert(
      fc.property(columns, (values) => {
        const runs = runsOf(values, values.length);
        expect(arranged(values, runs)).toEqual(values.slice().sort());
        expect(Array.from(runs.value)).toEqual([...new Set(values)].sort((a, b) => a - b));
        const rows = arranged(Float64Array.from(values.keys()), runs);
        runs.value.forEach((value, k) => {
          const expected = Array.from(values.keys()).filter((row) => values[row] === value);
          expect(Array.from(rows.subarray(runs.start[k], runs.start[k + 1]))).toEqual(expected);
        });
        expect(runs.start.at(-1)).toBe(values.length);
      }),
    );
  },
);
