import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { openSession } from "../../../src/sql/duckdb/session.ts";
import { parquetRows } from "../../../src/sql/duckdb/write-table.ts";
import { bestCustomers } from "../../../src/sql/steps/best-customers.ts";
import { scratch } from "../../support/two-ways.ts";

it("are found in the few parts of a file that hold them as in all of it", async () => {
  const session = await openSession();
  const path = join(dirname(scratch("")), "parts.parquet");
  const columns = ["p_alive", "expected_purchases", "probability_of_purchase", "expected_spend", "clv_undiscounted"];
  const drawn = columns.map((name, k) => `(hash(range + ${k}) % 100) / 100 AS ${name}`);
  for (const [rows, worth] of [
    // Twelve parts; ties; some without a value; fewer parts than customers shown; no customer with a value.
    [24_576, "CAST(hash(range) % 1000000 AS DOUBLE) / 7"],
    [24_576, "CAST(hash(range) % 50 AS DOUBLE)"],
    [24_576, "CASE WHEN range % 2048 < 3 AND range < 10000 THEN CAST(range AS DOUBLE) END"],
    [4096, "CAST(hash(range) % 1000 AS DOUBLE)"],
    [24_576, "CAST(NULL AS DOUBLE)"],
  ] as const) {
    await session.run(
      `CREATE OR REPLACE TABLE scored AS SELECT printf('%05d', range) AS customer_id, ${drawn.join(", ")}, ${worth} AS clv FROM range(${rows})`,
    );
    await session.run(`COPY scored TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
    const file = parquetRows(path);
    for (const hasValue of [true, false]) {
      const has = { hasValue, hasNet: false, hasNext: false };
      const found = await bestCustomers(session, has, file);
      expect(found).toEqual(await bestCustomers(session, has, "scored"));
      expect(found).toHaveLength(hasValue && worth.includes("NULL") ? 0 : 10);
    }
  }
  await session.close();
});
