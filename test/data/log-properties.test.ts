import fc from "fast-check";
import { expect, test } from "vitest";
import { convertBase } from "../../src/data/convert-base.ts";
import { buildHistories, buildSpendHistories } from "../../src/data/histories.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { type SummarizeOptions, summarize } from "../../src/data/summarize.ts";
import { GRAINS, UNITS } from "../../src/data/time-unit.ts";
import type { Transaction } from "../../src/data/transaction-log.ts";
import { readLog } from "../support/log.ts";

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);

const transaction = fc.record({
  customer: fc.constantFrom("1", "01", "b", "a ", "😀", "__proto__"),
  date: fc.integer({ min: START, max: START + 40 * DAY }),
  value: fc.integer({ min: -20_000, max: 100_000 }).map((cents) => cents / 100),
});
// At least one purchase before the split, so that there is a base.
const log = fc
  .array(transaction, { maxLength: 150 })
  .map((rows): Transaction[] => [{ customer: "first", date: START, value: 5 }, ...rows]);
const options = fc.record<SummarizeOptions>(
  {
    unit: fc.constantFrom(...UNITS),
    grain: fc.constantFrom(...GRAINS),
    until: fc.constantFrom("2024-01-31", "2024-02-29"),
    from: fc.constant("2024-01-01"),
  },
  { requiredKeys: ["unit"] },
);

test("the order of rows does not change the base", async () => {
  await fc.assert(
    fc.asyncProperty(log, options, fc.integer(), async (rows, how, seed) => {
      const shuffled = rows
        .map((row, k) => ({ row, key: Math.sin(seed + k * 12.9898) }))
        .sort((a, b) => a.key - b.key)
        .map(({ row }) => row);
      expect(summarize(await readTransactions(shuffled), how)).toEqual(summarize(await readTransactions(rows), how));
    }),
  );
});

test("every row is accounted for, at both steps", async () => {
  const dirty = fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(
          fc.constantFrom("a", "b", "c"),
          fc.constantFrom("2024-01-01", "2024-01-08", "2024-02-01"),
          fc.constantFrom("5", "-5", "0", "-1"),
        )
        .map((f) => f.join(",")),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "",
        ",2024-01-01,5",
        "a,soon,5",
        "a,2024-01-01,much",
        "a,2024-01-01",
        'a,2024-01-"01",5',
        '"a\nb",2024-01-08,5',
        "a,2024-01-01,1e300",
      ),
    },
  );
  const returns = fc.constantFrom("net" as const, "drop" as const, "stop" as const);
  await fc.assert(
    fc.asyncProperty(fc.array(dirty, { maxLength: 60 }), returns, fc.boolean(), async (lines, policy, split) => {
      const body = ["customer,date,amount", "first,2024-01-01,5", ...lines].join("\n");
      let handed = 0;
      const read = await readLog(body, { onBadRow: "skip", returns: policy, onRejected: () => handed++ });
      const { rows, blankLines, rejected, returnsDropped } = read.report;
      expect(rows).toBe(read.length + rejected.count + returnsDropped);
      expect(rejected.count).toBe(handed);
      expect(rows + blankLines).toBe(lines.length + 1 - (body.endsWith("\n") ? 1 : 0));
      const { report, base } = summarize(read, {
        unit: "day",
        until: "2024-01-31",
        ...(split ? { split: "2024-01-05" } : {}),
      });
      expect(report.rows).toBe(read.length);
      expect(report.before + report.after + report.used + report.merged + report.cancelled + report.newInHoldout).toBe(
        report.rows,
      );
      const sum = (column: Float64Array | undefined): number =>
        (column ?? new Float64Array()).reduce((a, b) => a + b, 0);
      expect(report.used).toBe(base.length + sum(base.frequency) + sum(base.holdout?.frequency));
    }),
  );
});

test("the base is what a plain sum in whole cents by customer and day says", async () => {
  await fc.assert(
    fc.asyncProperty(log, async (rows) => {
      const days = new Map<string, Map<number, { cents: bigint; returned: boolean }>>();
      for (const { customer, date, value } of rows) {
        const day = Math.floor(((date as number) - START) / DAY);
        const mine = days.get(customer) ?? new Map();
        days.set(customer, mine);
        const old = mine.get(day) ?? { cents: 0n, returned: false };
        mine.set(day, { cents: old.cents + BigInt(Math.round(value! * 100)), returned: old.returned || value! < 0 });
      }
      const last = Math.max(...rows.map(({ date }) => Math.floor(((date as number) - START) / DAY)));
      const expected = [...days]
        .map(([customer, mine]) => {
          const kept = [...mine]
            .filter(([, { cents, returned }]) => !(returned && cents <= 0n))
            .sort(([a], [b]) => a - b);
          return { customer, kept };
        })
        .filter(({ kept }) => kept.length > 0)
        .sort((a, b) => (a.customer < b.customer ? -1 : 1))
        .map(({ customer, kept }) => {
          const x = kept.length - 1;
          const cents = kept.slice(1).reduce((sum, [, day]) => sum + day.cents, 0n);
          const first = kept[0]![0];
          return [
            customer,
            x,
            (kept[x]![0] - first) / 7,
            (last - first) / 7,
            x > 0 ? Number(cents * 10_000n) / (x * 1e6) : Number.NaN,
          ];
        });
      const { base } = summarize(await readTransactions(rows), { unit: "week" });
      expect(
        base.customers.map((id, k) => [id, base.frequency[k], base.recency[k], base.T[k], base.monetaryValue![k]]),
      ).toEqual(expected);
    }),
  );
});

test("another unit is the same base converted", async () => {
  await fc.assert(
    fc.asyncProperty(log, options, fc.constantFrom(...UNITS), async (rows, how, unit) => {
      const read = await readTransactions(rows);
      const { base } = summarize(read, how);
      expect(convertBase(base, unit)).toEqual(summarize(read, { ...how, unit }).base);
    }),
  );
});

test("histories count every customer once, in order, for any ids", async () => {
  await fc.assert(
    fc.asyncProperty(log, options, async (rows, how) => {
      const { base } = summarize(await readTransactions(rows), how);
      const { histories, index } = buildHistories(base);
      expect(histories.count.reduce((a, b) => a + b)).toBe(base.length);
      base.customers.forEach((_, k) => {
        const h = index[k]!;
        expect([histories.frequency[h], histories.recency[h], histories.T[h]]).toEqual([
          base.frequency[k],
          base.recency[k],
          base.T[k],
        ]);
      });
      const keys = Array.from(histories.count, (_, h) => [
        histories.frequency[h]!,
        histories.recency[h]!,
        histories.T[h]!,
      ]);
      const sorted = [...keys].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!);
      expect(keys).toEqual(sorted);
      expect(new Set(keys.map(String)).size).toBe(keys.length);
      const spend = buildSpendHistories(base)!;
      const customers = spend.histories.count.reduce((a, b) => a + b, 0);
      expect(customers + spend.withoutRepeat + spend.zeroValued).toBe(base.length);
    }),
  );
});
