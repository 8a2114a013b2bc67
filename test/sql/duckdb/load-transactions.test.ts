import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadTransactions } from "../../../src/sql/duckdb/load-transactions.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { openSession } from "../../../src/sql/duckdb/session.ts";
import { temporaryFolder } from "../../support/clv.ts";

test("rows read one by one are told over all files", async () => {
  const folder = join(temporaryFolder(), "several");
  mkdirSync(folder);
  for (const name of ["a.csv", "b.csv"]) {
    writeFileSync(join(folder, name), `customer,date,amount\n${"1,2024-01-01,2\n".repeat(60_000)}`);
  }
  const session = await openSession({ memoryLimit: "500MB" });
  try {
    const { source } = await openSource(session, folder);
    const told: number[] = [];
    const { rows } = await loadTransactions(session, "t", source, { onProgress: (read) => told.push(read.rows) });
    expect(rows).toBe(120_000);
    // Every 50 000 rows or so of a file.
    expect(told.length).toBe(2);
    expect(told[0]).toBeGreaterThanOrEqual(50_000);
    expect(told[0]).toBeLessThanOrEqual(60_000);
    expect(told[1]).toBeGreaterThanOrEqual(110_000);
    expect(told[1]).toBeLessThanOrEqual(rows);
  } finally {
    await session.close();
  }
});
