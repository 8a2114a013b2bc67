import fc from "fast-check";
import { expect, it } from "vitest";
import { sumRepeatSpend, totalsOf } from "../../src/data/repeat-spend.ts";

it("finds the whole millionths behind a mean", () => {
  const whole = fc.bigInt({ min: 0n, max: 2n ** 51n - 1n }).map(Number);
  fc.assert(
    fc.property(whole, fc.integer({ min: 1, max: 1_000_000 }), (total, x) => {
      expect(totalsOf(Float64Array.of(x), Float64Array.of(total / (x * 1e6)))[0]).toBe(total);
    }),
  );
  // Ties to even, as SQL casts.
  expect([...totalsOf(Float64Array.of(1, 1, 1, 0), Float64Array.of(0.5e-6, 1.5e-6, 2.5e-6, Number.NaN))]).toEqual([
    0, 2, 2, 0,
  ]);
});

it("adds up by x to the last bit, in any order", () => {
  const customer = fc.record({
    x: fc.constantFrom(0, 1, 2, 3, 1e6),
    total: fc.nat(2 ** 31 - 1).map((n) => n * 2 ** 21),
  });
  fc.assert(
    fc.property(fc.array(customer, { maxLength: 200 }), (customers) => {
      const exact = new Map<number, bigint>();
      for (const { x, total } of customers) if (x > 0) exact.set(x, (exact.get(x) ?? 0n) + BigInt(total));
      const { frequency, total } = sumRepeatSpend(
        Float64Array.from(customers, ({ x }) => x),
        Float64Array.from(customers, ({ total }) => total),
      );
      const rising = [...exact].sort(([a], [b]) => a - b);
      expect([...frequency]).toEqual(rising.map(([x]) => x));
      expect([...total]).toEqual(rising.map(([, sum]) => Number(sum)));
    }),
  );
});
