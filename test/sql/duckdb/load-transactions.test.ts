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
    writeFileSync(join(folder, name), `customer,date,amount\n${"1,2024-01-01,2\n".repeat(120_000)}`);
  }
  const session = await openSession({ memoryLimit: "500MB" });
  try {
    const { source } = await openSource(session, folder);
    const told: number[] = [];
    const { rows } = await loadTransactions(session, "t", source, { onProgress: (read) => told.push(read.rows) });
    expect(rows).toBe(240_000);
    expect(told.length).toBe(4);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told[2]).toBeGreaterThanOrEqual(170_000);
    expect(told[3]).toBeLessThanOrEqual(rows);
  } finally {
    await session.close();
  }
});
