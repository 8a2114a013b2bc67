import { linkSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openOutputs } from "../../../src/io/outputs.ts";
import { numberTextSql } from "../../../src/sql/duckdb/number-text-sql.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { writeTable } from "../../../src/sql/duckdb/write-table.ts";
import { inDuckdb, scratch } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB" });
});
afterAll(() => session.close());

const folder = dirname(scratch("", "user-database"));
const LOG =
  "SELECT 'c' || (i % 7) AS customer, DATE '2020-01-01' + CAST(i AS INTEGER) AS date, CAST(i % 5 + 1 AS DOUBLE) AS value FROM range(60) t(i)";
let made = 0;

async function database(...statements: string[]): Promise<string> {
  const path = join(folder, `user-${made++}.duckdb`);
  const other = await openSession({ memoryLimit: "200MB" });
  await other.run(`ATTACH '${path}' AS made; USE made`);
  for (const statement of statements) await other.run(statement);
  await other.close();
  return path;
}

/** What comes of a relation; the session lets go of the file. */
async function read(path: string, relation: { table: string } | { query: string }, reading: object = {}) {
  try {
    return await inDuckdb(session, path, { reading }, { relation });
  } finally {
    await session.run("DETACH source").catch(() => {});
  }
}

const OURS = [
  "transactions",
  "rfm",
  "base",
  "base_rows",
  "base_columns",
  "scores",
  "rows",
  "history_scores",
  "clv_day",
];

describe("names of the user's database", () => {
  it.each(OURS)("a table %s is the user's in a query, also where rows are read one by one", async (name) => {
    const path = await database(
      `CREATE TABLE ${name} AS ${LOG}`,
      `CREATE TABLE archive AS ${LOG.replace("2020", "2019")} UNION ALL SELECT '', DATE '2019-05-05', 1`,
    );
    const query = `SELECT * FROM ${name} UNION ALL SELECT * FROM archive`;
    const got = await read(path, { query }, { onBadRow: "skip" });
    expect(got).toMatchObject({ counts: { read: { rows: 121, rejected: { count: 1 } }, report: { rows: 120 } } });
  });

  it("macros of the user's change nothing of ours, by table, view or query", async () => {
    const macros = ["round(x)", "floor(x)", "epoch_ms(x)", "epoch_us(x)", "isfinite(x)", "sum(x)", "least(a, b)"];
    const plain = await database(`CREATE TABLE log AS ${LOG}`);
    const path = await database(
      `CREATE TABLE log AS ${LOG}`,
      "CREATE VIEW seen AS SELECT * FROM log",
      ...macros.map((macro) => `CREATE MACRO ${macro} AS 7`),
    );
    const expected = await read(plain, { table: "log" });
    expect(expected).toHaveProperty("rows");
    for (const relation of [{ table: "log" }, { table: "seen" }, { query: "SELECT * FROM log" }]) {
      expect(await read(path, relation)).toMatchObject({ ...expected });
    }
  });

  it("a macro of the user's means in a query and a view what the user says", async () => {
    const path = await database(
      `CREATE TABLE log AS ${LOG}`,
      "CREATE MACRO round(x) AS x + 1000",
      "CREATE VIEW raised AS SELECT customer, date, round(value) AS value FROM log",
    );
    const byView = await read(path, { table: "raised" });
    const byQuery = await read(path, { query: "SELECT customer, date, round(value) AS value FROM log" });
    const bySum = await read(path, { query: "SELECT customer, date, value + 1000 AS value FROM log" });
    expect(bySum).toHaveProperty("rows");
    expect(byView).toStrictEqual(bySum);
    expect(byQuery).toStrictEqual(bySum);
  });
});

describe("a query or a view reads nothing but the database", () => {
  const secret = join(folder, "secret.csv");
  writeFileSync(secret, "customer,date\nme,2024-01-01\n");
  it.each(["read_text", "read_blob", "read_csv", "glob", "read_json"])("not by %s", async (name) => {
    const reads = `SELECT * FROM ${name}('${secret}')`;
    const path = await database(`CREATE TABLE log AS ${LOG}`);
    expect(await read(path, { query: reads })).toMatchObject({
      error: expect.stringMatching(/^--query: .*no other file/s),
    });
  });

  it("not by the file's name, nor by a view", async () => {
    const path = await database(
      `CREATE TABLE log AS ${LOG}`,
      `CREATE VIEW seen AS SELECT * FROM read_csv('${secret}')`,
    );
    expect(await read(path, { query: `SELECT * FROM '${secret}'` })).toHaveProperty("error");
    expect(await read(path, { table: "seen" })).toMatchObject({ error: expect.stringContaining("view seen") });
  });

  it("and says so in a sentence when the query fails", async () => {
    const path = await database(`CREATE TABLE log AS ${LOG}`);
    const got = await read(path, { query: "SELECT error('nothing here') FROM log" });
    expect(got).toMatchObject({
      error: expect.stringMatching(/^--query: expected a query that runs, got .*nothing here/),
    });
  });
});

it("a table is never written into the database that is read, under any name", async () => {
  const path = await database(`CREATE TABLE log AS ${LOG}`);
  const link = join(folder, "link.duckdb");
  linkSync(path, link);
  const before = readFileSync(path);
  expect(await read(path, { table: "log" })).toHaveProperty("rows");
  const table = {
    name: "log",
    from: "range(1) t(x)",
    columns: [{ name: "x", sql: "x", kind: "number" as const }],
    metadata: {},
  };
  const writing = writeTable(session, openOutputs([path]), link, table);
  await expect(writing).rejects.toThrow("an output that is not the input");
  expect(readFileSync(path).equals(before)).toBe(true);
});

it("what is no number is an empty field", async () => {
  const texts = await session.texts(
    `SELECT ${numberTextSql("x")} FROM (VALUES (CAST('nan' AS DOUBLE)), (-CAST('nan' AS DOUBLE))) t(x)`,
  );
  expect(texts).toStrictEqual([[null], [null]]);
});
