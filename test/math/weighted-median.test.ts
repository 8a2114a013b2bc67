import fc from "fast-check";
import { expect, test } from "vitest";
import { weightedMedian } from "../../src/math/weighted-median.ts";

const values = fc.oneof(
  fc.integer({ min: 0, max: 4 }),
  fc.double({ noNaN: true, min: 2, max: 2.001 }),
  fc.double({ noNaN: true, min: 1e-9, max: 1e9 }),
);
const weighted = fc.array(fc.tuple(values, fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 60 });

test("is the middle of the values written out as often as they come", () => {
  fc.assert(
    fc.property(weighted, (pairs) => {
      const all = pairs.flatMap(([value, often]) => Array<number>(often).fill(value)).sort((a, b) => a - b);
      const [low, high] = [all[(all.length - 1) >> 1]!, all[all.length >> 1]!];
      const median = weightedMedian(
        Float64Array.from(pairs, ([value]) => value),
        Float64Array.from(pairs, ([, often]) => often),
      );
      expect(median).toBe((low + high) / 2);
    }),
    { numRuns: 30 },
  );
});
