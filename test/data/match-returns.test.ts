import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { summarize } from "../../src/data/summarize.ts";
import { purchaseTimes } from "../../src/report/build/purchase-times.ts";

const DAY = 86_400_000;
type Row = readonly [day: number, value: number];

async function matched(rows: readonly Row[], options: { split?: string } = {}, returns: "match" | "net" = "match") {
  const transactions = rows.map(([day, value]) => ({ customer: "a", date: day * DAY, value }));
  const log = await readTransactions([...transactions, { customer: "z", date: 0, value: 1 }], { returns });
  return { log, ...summarize(log, { unit: "day", until: new Date(400 * DAY).toISOString().slice(0, 10), ...options }) };
}

describe("returns matched to earlier purchases", () => {
  it("take from the newest first, until used up", async () => {
    const { base, report, log } = await matched([
      [1, 10],
      [2, 20],
      [3, 30],
      [5, -35],
    ]);
    // 30 of day 3 and 5 of day 2.
    expect(base.frequency[0]).toBe(1);
    expect(base.monetaryValue![0]).toBe(15);
    expect(report).toMatchObject({ cancelled: 2, cancelledGrains: 2, used: 3 });
    expect(report.value).toMatchObject({ used: 26, returnsUnused: 0 });
    expect(purchaseTimes(log, base, 0)).toStrictEqual([1 * DAY, 2 * DAY]);
  });

  it("take from their own day first, and never from later purchases", async () => {
    const { base, report } = await matched([
      [1, 10],
      [3, 8],
      [3, -5],
      [4, 6],
      [2, -12],
    ]);
    // Day 1 is used up by the return of day 2: what is left is 3 of day 3, and 6.
    expect([base.frequency[0], base.monetaryValue![0]]).toStrictEqual([1, 6]);
    expect(report.value).toMatchObject({ used: 10, returnsUnused: 2 });
  });

  it("leave purchases that cost nothing", async () => {
    const { base, report } = await matched([
      [1, 10],
      [2, 0],
      [3, -10],
    ]);
    expect(base.customers).toStrictEqual(["a", "z"]);
    expect([base.frequency[0], base.firstDate![0]]).toStrictEqual([0, 2 * DAY]);
    expect(report).toMatchObject({ cancelledGrains: 2, zeroValued: 1 });
  });

  it("take nothing from before the split, which was not known then", async () => {
    const { base, report } = await matched(
      [
        [1, 10],
        [2, 20],
        [11, 5],
        [12, -8],
      ],
      { split: "1970-01-11" },
    );
    expect([base.frequency[0], base.monetaryValue![0], base.holdout!.frequency[0]]).toStrictEqual([1, 20, 0]);
    expect(report.value).toMatchObject({ returnsUnused: 3 });
  });

  it("differ from netting only where a return is more than its day holds", async () => {
    const rows: Row[] = [
      [1, 10],
      [1, -4],
      [2, 5],
    ];
    expect((await matched(rows)).base).toStrictEqual((await matched(rows, {}, "net")).base);
    const later: Row[] = [
      [1, 10],
      [2, -4],
    ];
    expect((await matched(later, {}, "net")).report.value).toMatchObject({ used: 11, returnsUnused: 4 });
    expect((await matched(later)).report.value).toMatchObject({ used: 7, returnsUnused: 0 });
  });

  it("account for all money, for any rows", async () => {
    const row = fc.tuple(fc.nat(30), fc.integer({ min: -20, max: 20 }));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), fc.constantFrom("match", "net"), async (rows, returns) => {
        const { report } = await matched(rows, {}, returns as "match" | "net");
        const { used, newInHoldout, before, after, returnsUnused } = report.value!;
        const all = rows.reduce((sum, [, value]) => sum + value, 1);
        expect(used + newInHoldout + before + after - returnsUnused).toBe(all);
      }),
    );
  });
});
