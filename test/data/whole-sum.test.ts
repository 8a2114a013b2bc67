import fc from "fast-check";
import { expect, it } from "vitest";
import { WholeSum, WholeSums } from "../../src/data/whole-sum.ts";

it("sums whole numbers exactly, in any order and of any size", () => {
  const whole = fc.maxSafeInteger();
  fc.assert(
    fc.property(fc.array(whole, { maxLength: 40 }), (numbers) => {
      const sum = new WholeSum();
      for (const number of numbers) sum.add(number);
      const exact = Number(numbers.reduce((all, number) => all + BigInt(number), 0n));
      expect(sum.value).toBe(exact);
      const sums = new WholeSums(3);
      for (const number of numbers) for (const [k, sign] of [0, 1, -1].entries()) sums.add(k, sign * number);
      expect(Array.from(sums.values(), (value) => value + 0)).toStrictEqual([0, exact, 0 - exact]);
    }),
  );
});
