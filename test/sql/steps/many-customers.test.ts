import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { models } from "../../../models/index.ts";
import { modelFromJson } from "../../../src/io/model-file.ts";
import { openOutputs } from "../../../src/io/outputs.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { openSession } from "../../../src/sql/duckdb/session.ts";
import { writeTable } from "../../../src/sql/duckdb/write-table.ts";
import { beginArranging } from "../../../src/sql/steps/arrange.ts";
import { fetchHistories } from "../../../src/sql/steps/histories.ts";
import { openBase } from "../../../src/sql/steps/open-base.ts";
import { scoreOutputColumns } from "../../../src/sql/steps/output-columns.ts";
import { scoreBaseHistories, scoreEngineBase } from "../../../src/sql/steps/score-engine-base.ts";
import { scratch } from "../../support/two-ways.ts";

// Joins keep no order and threads take turns: it takes several row groups of 122 880 customers to see it.
const CUSTOMERS = 260_000;

it("scores of many customers are the same bytes in the order of ids, for any order of the base and number of threads", async () => {
  const folder = dirname(scratch(""));
  const fitted = modelFromJson(readFileSync("models/bg-nbd/fitted/cdnow.json", "utf8"), models);
  const maker = await openSession();
  const base =
    "SELECT printf('%06d', range) AS customer_id, CAST(range % 7 AS DOUBLE) AS frequency, CASE WHEN range % 7 = 0 THEN 0.0 ELSE 1.0 + hash(range) % 90 END AS recency, " +
    'CAST(100 + hash(range + 1) % 50 AS DOUBLE) AS "T", CASE WHEN range % 7 > 0 THEN 1.5 + range % 11 END AS monetary_value ' +
    `FROM range(${CUSTOMERS})`;
  for (const [name, order] of [
    ["sorted", "customer_id"],
    ["shuffled", "hash(customer_id)"],
  ] as const) {
    await maker.run(`COPY (SELECT * FROM (${base}) ORDER BY ${order}) TO '${join(folder, name)}.parquet'`);
  }
  const hashes = new Set<string>();
  for (const [name, machines] of [
    ["sorted", [{ threads: 1 }, { threads: 4 }]],
    ["shuffled", [{ threads: 4 }, { threads: 2, memoryLimit: "150MB" }]],
  ] as const) {
    for (const limits of machines) {
      const session = await openSession(limits);
      const opened = await openBase(session, await openSource(session, join(folder, `${name}.parquet`)), {
        unit: "week",
      });
      const grouped = await fetchHistories(session, opened);
      const arranging = await beginArranging(session, opened);
      const terms = { horizon: { amount: 52, unit: "week" }, discountRate: 0.1 } as const;
      const scored = scoreBaseHistories(grouped, fitted, terms);
      const scores = await scoreEngineBase(session, arranging, scored);
      const outputs = openOutputs([]);
      const out = join(folder, "many-scores.parquet");
      const columns = scoreOutputColumns(scores);
      const table = {
        name: "scores",
        from: scores.relation,
        columns,
        order: "place",
        metadata: {},
      };
      await writeTable(session, outputs, out, table);
      await outputs.commit();
      hashes.add(createHash("sha256").update(readFileSync(out)).digest("hex"));
      session.close();
    }
  }
  expect(hashes.size).toBe(1);
  const [[rows, falls]] = (await maker.texts(
    `SELECT CAST(count(*) AS VARCHAR), CAST(count(*) FILTER (WHERE customer_id <= before) AS VARCHAR) FROM ` +
      `(SELECT customer_id, lag(customer_id) OVER (ORDER BY file_row_number) AS before FROM read_parquet('${join(folder, "many-scores.parquet")}', file_row_number = true))`,
  )) as [[string, string]];
  expect([rows, falls]).toEqual([String(CUSTOMERS), "0"]);
  maker.close();
});
