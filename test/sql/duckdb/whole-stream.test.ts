import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadTransactions } from "../../../src/sql/duckdb/load-transactions.ts";
import { openSource } from "../../../src/sql/duckdb/open-source.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { inDuckdb, scratch } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB", threads: 2 });
});
afterAll(() => session.close());

const ROWS = 1_100_000;
const LATE = `CASE WHEN range = 1000000 THEN error('in row 10^6') ELSE range END`;
const folder = dirname(scratch("", "whole-stream"));

describe("a stream that fails in row 10^6 is an error, not an end", () => {
  it("of numbers", async () => {
    await expect(session.doubles(`SELECT CAST(${LATE} AS DOUBLE) FROM range(${ROWS})`)).rejects.toThrow("in row 10^6");
  });

  it("of texts", async () => {
    const read = async (): Promise<void> => {
      for await (const _ of session.batches(`SELECT CAST(${LATE} AS VARCHAR) FROM range(${ROWS})`));
    };
    await expect(read()).rejects.toThrow("in row 10^6");
  });

  it("of the result of a query", async () => {
    const path = join(folder, "late.duckdb");
    await session.run(`ATTACH '${path}' AS made; CREATE TABLE made.t AS SELECT 1 AS x; DETACH made`);
    const query = `SELECT CAST(${LATE} AS VARCHAR) AS customer, DATE '2024-01-01' AS date FROM range(${ROWS})`;
    await expect(openSource(session, path, { relation: { query } })).rejects.toThrow("in row 10^6");
  });
});

it("a stream hands over every row, in order, and the confirmation of its end is none of them", async () => {
  for (const rows of [0, 1, 2047, 2048, 2049, 130_000]) {
    const [column] = await session.doubles(`SELECT CAST(range AS DOUBLE) AS a FROM range(${rows}) ORDER BY a`);
    expect(column).toHaveLength(rows);
    expect(column!.every((value, k) => value === k)).toBe(true);
    const texts: string[] = [];
    for await (const batch of session.batches(`SELECT CAST(range AS VARCHAR) FROM range(${rows})`)) {
      for (const fields of batch) texts.push(fields.join("|"));
    }
    expect(texts).toStrictEqual(Array.from({ length: rows }, (_, k) => String(k)));
  }
});

// DuckDB looks for columns in the first 20 480 lines.
describe("newline JSON", () => {
  const line = (k: number): string =>
    JSON.stringify({ customer: `c${k % 50}`, date: `2020-01-${String(1 + (k % 28)).padStart(2, "0")}`, value: 5 });
  const lines = Array.from({ length: 24_000 }, (_, k) => line(k));

  it.each([
    ["a line that is cut off", '{"customer":"c7","da'],
    ["a line that names a field twice", '{"customer":"a","date":"2020-01-01","value":1,"value":2}'],
    ["a line that is no object", "[1, 2]"],
  ])("%s is a bad row, with its number", async (name, bad) => {
    const path = scratch(`${lines.with(22_000, bad).join("\n")}\n`, `${name}.ndjson`);
    expect(await inDuckdb(session, path, {})).toMatchObject({ error: expect.stringContaining("row 22001") });
    const skipped = await inDuckdb(session, path, { reading: { onBadRow: "skip" } });
    expect(skipped).toMatchObject({
      counts: { read: { rows: 24_000, rejected: { count: 1 } } },
      rejected: [{ row: 22_001, reason: "broken-object" }],
    });
  });

  it("has the fields of every line, however late the first with one", async () => {
    const late = lines.map((text, k) => (k < 22_000 ? text.replace(',"value":5', "") : text));
    const path = scratch(`${late.join("\n")}\n`, "late-value.ndjson");
    const { source } = await openSource(session, path);
    expect(source.columns.map(({ name }) => name)).toStrictEqual(["customer", "date", "value"]);
    const skipped = await inDuckdb(session, path, { reading: { onBadRow: "skip" } });
    expect(skipped).toMatchObject({ counts: { read: { rows: 24_000, rejected: { count: 22_000 } } } });
  });
});

it("Parquet with wrong bytes in the middle ends in an error that says so", async () => {
  const path = join(folder, "damaged.parquet");
  await session.run(
    `COPY (SELECT 'c' || (range % 5000) AS customer, DATE '2020-01-01' + CAST(range % 700 AS INTEGER) AS date, ` +
      `(range % 97 + 1) * 1.25 AS value FROM range(100000)) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 20000)`,
  );
  const bytes = readFileSync(path);
  const middle = bytes.length >> 1;
  const file = openSync(path, "r+");
  writeSync(
    file,
    bytes.subarray(middle, middle + 40).map((byte) => byte ^ 0x5a),
    0,
    40,
    middle,
  );
  closeSync(file);
  const got = await inDuckdb(session, path, {});
  expect(got).toMatchObject({ error: expect.stringContaining("Is the file damaged?") });
});

it("fewer rows than the metadata of Parquet files tells are an error", async () => {
  const path = join(folder, "short.parquet");
  await session.run(`COPY (SELECT 'a' AS customer, DATE '2020-01-01' AS date FROM range(10)) TO '${path}'`);
  const { source } = await openSource(session, path);
  const short: DuckdbSession = {
    ...session,
    async *batches(sql) {
      for await (const batch of session.batches(sql)) yield batch.slice(1);
    },
  };
  await expect(loadTransactions(short, "transactions", source, {})).rejects.toThrow("all of its 10 rows");
});
