import { describe, expect, test } from "vitest";
import type { CsvOptions } from "../../src/data/csv/table.ts";
import { buildSpendHistories, countHistories } from "../../src/data/histories.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { type Summary, summarize } from "../../src/data/summarize.ts";
import { csv, sharedData } from "../support/log.ts";

const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);

async function summary(bytes: Uint8Array, options: CsvOptions, split?: string): Promise<Summary> {
  const log = await readTransactions(await csv(bytes, options, 8191));
  return summarize(log, { unit: "week", ...(split === undefined ? {} : { split }) });
}

// Skipped where the folder ../shared/data, which is no part of the project, is missing.
const sample = sharedData("cdnow-sample.csv");
const text = sharedData("cdnow-sample.txt");
const master = sharedData("cdnow-master.csv");
const grocery = sharedData("grocery.csv");

describe.skipIf(sample === undefined)("CDNOW (../shared/data)", () => {
  // numbers.md §4.1: 2 357 customers, Σx = 2 457, 946 repeat buyers, 1 882 holdout purchases, 1 016 histories.
  for (const [name, bytes, options] of [
    ["sample as CSV", sample!, {}],
    ["sample as its authors publish it", text!, { header: false, columns: ["_", "customer", "date", "_", "amount"] }],
  ] as const) {
    test(name, async () => {
      const { base, report } = await summary(bytes, options, "1997-10-01");
      expect(base.length).toBe(2357);
      expect(sum(base.frequency)).toBe(2457);
      expect(base.frequency.filter((x) => x > 0).length).toBe(946);
      expect(sum(base.holdout!.frequency)).toBe(1882);
      expect(base.holdout!.duration).toBe(39);
      expect(base.holdout!.newCustomers).toBe(0);
      expect(new Date(base.until!).toISOString().slice(0, 10)).toBe("1997-09-30");
      // Customer 1: x = 2, t_x = 213/7, T = 272/7; customer 1516: x = 26, t_x = 216/7, T = 217/7.
      expect([base.customers[0], base.frequency[0], base.recency[0], base.T[0]]).toEqual(["0001", 2, 213 / 7, 272 / 7]);
      const k = base.customers.indexOf("1516");
      expect([base.frequency[k], base.recency[k], base.T[k]]).toEqual([26, 216 / 7, 217 / 7]);
      expect(countHistories(base).length).toBe(1016);
      const spend = buildSpendHistories(base)!;
      expect(sum(spend.histories.count)).toBe(946);
      expect(report).toMatchObject({
        rows: 6919,
        before: 0,
        after: 0,
        newInHoldout: 0,
        cancelled: 0,
        untilFromLog: true,
      });
      expect(report.used).toBe(2357 + 2457 + 1882);
      expect(report.used + report.merged).toBe(6919);
    });
  }

  test("master: ten times the customers, of whom the sample is every tenth", async () => {
    const { base, report } = await summary(master!, {}, "1997-10-01");
    expect(base.length).toBe(23_570);
    expect(report.rows).toBe(69_659);
    expect(report.used + report.merged).toBe(69_659);
    const small = (await summary(sample!, {}, "1997-10-01")).base;
    expect(small.length).toBe(base.length / 10);
  });
});

test.skipIf(grocery === undefined)("grocery (../shared/data): quoted ids, no values", async () => {
  const { base, report } = await summary(grocery!, {});
  expect(report.rows).toBe(10_483);
  expect(report.used + report.merged).toBe(10_483);
  expect(base.length).toBe(1525);
  expect(base.monetaryValue).toBeUndefined();
  expect(buildSpendHistories(base)).toBeUndefined();
});
