import fc from "fast-check";
import { expect, it } from "vitest";
import { quantilePair } from "../../src/math/quantile-pair.ts";
import { runningQuantiles } from "../../src/math/running-quantiles.ts";

it("gives the values of two selections, set after set, in any order, with ties and infinities", () => {
  const draw = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(
      fc
        .integer({ min: 2, max: 40 })
        .chain((n) => fc.array(fc.array(draw, { minLength: n, maxLength: n }), { minLength: 1 })),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (sets, level) => {
        const running = runningQuantiles(sets[0].length, level);
        for (const set of sets) {
          // −0 and 0 are one.
          const draws = Float64Array.from(set, (value) => value + 0);
          expect(running(draws)).toEqual(quantilePair(draws.slice(), level));
        }
      },
    ),
  );
});

it("leaves the draws as they are", () => {
  const draws = Float64Array.of(3, 1, 2);
  expect(runningQuantiles(3, 0.5)(draws)).toEqual([1, 3]);
  expect(Array.from(draws)).toEqual([3, 1, 2]);
});
