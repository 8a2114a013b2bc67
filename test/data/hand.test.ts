import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openCsv } from "../../src/data/csv/table.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { type Summary, summarize } from "../../src/data/summarize.ts";

// Every number is from datasets/hand/README.md, where it is worked out by hand.
const folder = join(import.meta.dirname, "../../datasets/hand");
const bytes = readFileSync(join(folder, "log.csv"));

async function summary(split?: string): Promise<Summary> {
  const log = await readTransactions(await openCsv([bytes]));
  expect(log.report).toMatchObject({ rows: 22, returns: 2, rejected: { count: 0 } });
  return summarize(log, { unit: "week", ...(split === undefined ? {} : { split }) });
}

function rows(base: CustomerBase): unknown[][] {
  return base.customers.map((customer, k) => [
    customer,
    base.frequency[k],
    base.recency[k],
    base.T[k],
    base.monetaryValue![k],
  ]);
}

test("the base before the split, and the holdout", async () => {
  const { base, report } = await summary("2024-03-11");
  expect(rows(base)).toEqual([
    ["0101", 0, 0, 69 / 7, Number.NaN],
    ["0202", 2, 5, 62 / 7, 35.25],
    ["0303", 2, 5, 55 / 7, 22.5],
    ["0404", 2, 5, 41 / 7, 3],
    ["07", 1, 4, 34 / 7, 19.99],
    ["7", 0, 0, 34 / 7, Number.NaN],
  ]);
  expect([...base.holdout!.frequency]).toEqual([0, 1, 0, 0, 2, 0]);
  expect([...base.holdout!.monetaryValue!]).toEqual([Number.NaN, 12, Number.NaN, Number.NaN, 6, Number.NaN]);
  expect(base.holdout).toMatchObject({ duration: 4, newCustomers: 1 });
  expect(report).toMatchObject({
    used: 16,
    merged: 2,
    cancelled: 2,
    cancelledGrains: 1,
    newInHoldout: 2,
    zeroValued: 1,
  });
});

test("the base without the split", async () => {
  const { base, report } = await summary();
  expect(rows(base)).toEqual([
    ["0101", 0, 0, 97 / 7, Number.NaN],
    ["0202", 3, 10, 90 / 7, 27.5],
    ["0303", 2, 5, 83 / 7, 22.5],
    ["0404", 2, 5, 69 / 7, 3],
    ["0505", 1, 18 / 7, 18 / 7, 80],
    // 31.99 / 3 by way of whole numbers: 31.99 itself is no double.
    ["07", 3, 8, 62 / 7, 3199 / 300],
    ["7", 0, 0, 62 / 7, Number.NaN],
  ]);
  expect(report).toMatchObject({ used: 18, merged: 2, cancelled: 2, newInHoldout: 0 });
});

test("the README tells the log's sha256", () => {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(readFileSync(join(folder, "README.md"), "utf8")).toContain(sha256);
});
