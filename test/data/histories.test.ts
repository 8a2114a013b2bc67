import fc from "fast-check";
import { expect, test } from "vitest";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import { buildHistories, buildSpendHistories, countHistories } from "../../src/data/histories.ts";

function baseOf(frequency: number[], monetaryValue: number[]): CustomerBase {
  const zeros = new Float64Array(frequency.length);
  const [x, m] = [Float64Array.from(frequency), Float64Array.from(monetaryValue)];
  return {
    length: x.length,
    customers: [],
    frequency: x,
    recency: zeros,
    T: zeros,
    monetaryValue: m,
    unit: "day",
    grain: "day",
  };
}

/** What a set of keys finds. */
function plainly(x: number[], m: number[]): string[] {
  const keys = x.flatMap((_, k) => (x[k]! > 0 && m[k]! > 0 ? [[x[k]!, m[k]!] as const] : []));
  const counts = new Map<string, number>();
  keys.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (const key of keys) counts.set(key.join(), (counts.get(key.join()) ?? 0) + 1);
  return Array.from(counts, ([key, count]) => `${key}: ${count}`);
}

const frequency = fc.nat(5);
const values = {
  "in hundredths": fc.nat(300).map((hundredths) => hundredths / 100),
  "in millionths": fc.nat(5).map((millionths) => 1e6 + millionths / 1e6),
  "of any digits": fc.double({ min: 0, max: 1e300, noNaN: true }).map((value) => value + 0),
};

test.each(Object.entries(values))("spend histories are the distinct (x, m) to the last bit, values %s", (_, value) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(frequency, value)), (customers) => {
      const x = customers.map(([n]) => n);
      const m = customers.map(([n, total]) => (n > 0 ? total / n : Number.NaN));
      const { histories, withoutRepeat, zeroValued } = buildSpendHistories(baseOf(x, m))!;
      const found = Array.from(histories.count, (count, k) => {
        return `${[histories.frequency[k], histories.monetaryValue[k]].join()}: ${count}`;
      });
      expect(found).toEqual(plainly(x, m));
      expect(withoutRepeat).toBe(x.filter((n) => n === 0).length);
      expect(zeroValued).toBe(m.filter((mean) => mean === 0).length);
    }),
  );
});

test("one value that is no whole number of hundredths leaves all as they are", () => {
  const { histories } = buildSpendHistories(baseOf([3, 3, 1], [100 / 3, 100.000001 / 3, 0.1 + 0.2]))!;
  expect(Array.from(histories.monetaryValue)).toEqual([0.1 + 0.2, 100 / 3, 100.000001 / 3]);
});

test("histories counted are those built", () => {
  const base = baseOf([2, 0, 2, 1, 0], [1, 1, 1, 1, 1]);
  expect(countHistories(base)).toEqual(buildHistories(base).histories);
});
