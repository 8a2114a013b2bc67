import fc from "fast-check";
import { expect, test } from "vitest";
import { radixSort } from "../../src/math/radix-sort.ts";

test("words are sorted as numbers are, whichever digits vary", () => {
  const word = fc.oneof(fc.nat(3), fc.nat(2 ** 32 - 1), fc.constantFrom(0, 1, 2 ** 13, 2 ** 26, 2 ** 31, 2 ** 32 - 1));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(radixSort(Uint32Array.from(words))).toEqual(Uint32Array.from(words).sort());
    }),
  );
});
