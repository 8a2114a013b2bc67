import fc from "fast-check";
import { expect, it } from "vitest";
import { WholeSum } from "../../src/data/whole-sum.ts";

it("sums whole numbers exactly, in any order and of any size", () => {
  const whole = fc.maxSafeInteger();
  fc.assert(
    fc.property(fc.array(whole, { maxLength: 40 }), (numbers) => {
      const sum = new WholeSum();
      for (const number of numbers) sum.add(number);
      expect(sum.value).toBe(Number(numbers.reduce((all, number) => all + BigInt(number), 0n)));
    }),
  );
});
