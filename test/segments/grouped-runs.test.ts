import { expect, it } from "vitest";
import { seeded } from "../../src/random/seeded.ts";
import { GroupedRuns, type RunRow } from "../../src/segments/grouped-runs.ts";

it.each([
  ["in several parts", 140_000, 1, [0, 1]],
  ["with more keys than a double can hold", 3000, 12, [-1, 0, 4999]],
])("groups equal runs as a table of them does, %s", (_, rows, cuts, ages) => {
  const random = seeded(3);
  const pick = (of: readonly number[]): number => of[Math.floor(of.length * random.uniform())]!;
  const grouped = new GroupedRuns(cuts);
  const table = new Map<string, { customers: number; orders: number; worth: bigint }>();
  for (let k = 0; k < rows; k++) {
    const at = pick([-3, 640, 641]);
    const run: RunRow = {
      ...{ at, to: at + pick([0, 2]), first: pick([0, 1]), band: 0, toOrders: pick([0, 3]), toBand: 1, block: 199 },
      ages: Array.from({ length: cuts }, (_, cut) => (cut % 3 === 0 ? pick(ages) : ages[0]!)),
    };
    const [orders, worth] = [pick([0, 2]), pick([0, 2 ** 52 - 1, -7])];
    grouped.add(run, orders, worth);
    const key = `${Object.values(run)}`;
    const sum = table.get(key) ?? { customers: 0, orders: 0, worth: 0n };
    table.set(key, {
      ...{ customers: sum.customers + 1, orders: sum.orders + orders, worth: sum.worth + BigInt(worth) },
    });
  }
  const { length, ages: columns, customers, orders, worth, ...keys } = grouped.runs();
  const found = Array.from({ length }, (_, k) => ({
    key: [...Object.values(keys).map((column) => column[k]!), columns.map((column) => column[k]!)],
    sums: { customers: customers[k]!, orders: orders[k]!, worth: worth[k]! },
  }));
  expect(new Map(found.map(({ key, sums }) => [`${key}`, sums]))).toStrictEqual(
    new Map([...table].map(([key, sum]) => [key, { ...sum, worth: Number(sum.worth) }])),
  );
  const flat = found.map(({ key }) => key.flat());
  expect(flat).toStrictEqual(
    flat.toSorted((a, b) => a.map((n, j) => n - b[j]!).find((difference) => difference !== 0) ?? 0),
  );
});
