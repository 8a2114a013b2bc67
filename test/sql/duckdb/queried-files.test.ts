import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DUCKDB } from "../../../src/sql/duckdb/dialect.ts";
import { openSource, type SourceOptions } from "../../../src/sql/duckdb/open-source.ts";
import { openSession } from "../../../src/sql/duckdb/session.ts";
import { temporaryFolder } from "../../support/clv.ts";

const folder = temporaryFolder();
const shop = join(folder, "shop");
mkdirSync(join(shop, "more"), { recursive: true });
writeFileSync(join(folder, "secret.csv"), "customer,date\nme,2024-01-01\n");
symlinkSync(join(folder, "secret.csv"), join(shop, "link.csv"));
const orders = join(shop, "orders.csv");
const ROWS = ["007,2024-01-31,paid,12.50", "7,2024-02-01,open,3", '007,2024-02-02,paid,"1,000.00"', "8,,paid,"];
writeFileSync(orders, `customer,date,status,amount\n${ROWS.join("\n")}\n`);
writeFileSync(join(shop, "customers.csv"), "customer;region;note;Note\n007;north;a;b\n7;south;;\n");
writeFileSync(join(shop, "titled.csv"), "Report\ncustomer\tamount\n007\t1,5\n");
writeFileSync(join(shop, "broken.csv"), "customer,date\na,2024-01-01,9\n");

/** The rows of an opened source as text, sorted. */
async function read(path: string, options: SourceOptions) {
  const session = await openSession({ threads: 1 });
  try {
    const { source, whereOf } = await openSource(session, path, options);
    const names = source.columns.map(({ name }) => name);
    const fields = names.map((name) => `CAST(${DUCKDB.identifier(name)} AS VARCHAR)`);
    const rows = await session.texts(`SELECT ${fields.join(", ")} FROM "source".main."rows"`);
    return { names, types: source.columns.map(({ declared }) => declared), rows, whereOf };
  } catch (error) {
    return { error: (error as Error).message };
  } finally {
    await session.close();
  }
}

const query = (text: string, path = orders) => read(path, { relation: { query: text } });
const where = (text: string, options: SourceOptions = {}) => read(orders, { ...options, where: text });

describe("a query over files", () => {
  it("joins files of the folder, with the types that whole columns have, and ids as their text", async () => {
    const got = await query(
      "SELECT o.customer, date, amount, region FROM 'orders.csv' o JOIN 'customers.csv' c USING (customer) ORDER BY date",
    );
    expect(got.rows).toEqual([
      ["007", "2024-01-31", "12.50", "north"],
      ["7", "2024-02-01", "3", "south"],
      ["007", "2024-02-02", "1,000.00", "north"],
    ]);
    expect(got.types).toEqual(["VARCHAR", "DATE", "VARCHAR", "VARCHAR"]);
  });

  it("calls the log log, reads a pattern and a folder, and tells columns of one name apart", async () => {
    expect((await query("SELECT count(*) FROM log")).rows).toEqual([["4"]]);
    expect((await query("SELECT count(*) FROM 'orders.csv'", shop)).rows).toEqual([["4"]]);
    expect((await query("SELECT count(*) FROM 'order*.csv'", join(shop, "*.csv"))).rows).toEqual([["4"]]);
    expect((await query("SELECT * FROM 'customers.csv'")).names).toEqual([
      "customer",
      "region",
      "note (1)",
      "Note (2)",
    ]);
  });

  it("reads the log as its flags say", async () => {
    const titled = join(shop, "titled.csv");
    const csv = { skipLines: 1, decimal: "comma" as const };
    expect(await read(titled, { csv, relation: { query: "SELECT amount * 2 AS a FROM log" } })).toMatchObject({
      rows: [["3.0"]],
    });
  });

  it("reads Parquet and newline JSON", async () => {
    const session = await openSession({ threads: 1 });
    const made = `(SELECT 'a' AS customer, DATE '2024-01-05' AS date)`;
    await session.run(`COPY ${made} TO ${DUCKDB.literal(join(shop, "p.parquet"))} (FORMAT parquet)`);
    await session.run(`COPY ${made} TO ${DUCKDB.literal(join(shop, "p.ndjson"))} (FORMAT json)`);
    await session.close();
    const union = "SELECT * FROM 'p.parquet' UNION ALL SELECT * FROM 'p.ndjson'";
    expect((await query(union)).rows).toHaveLength(2);
  });

  it.each([
    ["a file above the folder", "SELECT * FROM '../secret.csv'"],
    ["a file elsewhere", "SELECT * FROM '/etc/passwd'"],
    ["a link that leads out", "SELECT * FROM 'link.csv'"],
    ["a pattern that leads out", "SELECT * FROM 'more/../../*.csv'"],
    ["a function that reads", `SELECT * FROM read_csv('${orders}')`],
    ["a function that reads another file", `SELECT * FROM log, read_text('${join(folder, "secret.csv")}')`],
    ["two queries", "SELECT 1; SELECT 2"],
    ["a statement that writes", `COPY log TO '${join(shop, "out.csv")}'`],
  ])("refuses %s", async (_, text) => {
    expect((await query(text)).error).toMatch(/^--query/);
  });
});

describe("a condition", () => {
  it("keeps the text of rows for which it holds, and says of how many", async () => {
    const got = await where("status = 'paid' AND date >= '2024-02-01'");
    expect(got).toMatchObject({ rows: [["007", "2024-02-02", "paid", "1,000.00"]], whereOf: 4 });
    expect(got.types).toEqual(["VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR"]);
  });

  it("compares numbers as numbers, dates as dates, and blanks as NULL", async () => {
    const titled = join(shop, "titled.csv");
    const csv = { skipLines: 1, decimal: "comma" as const };
    expect((await read(titled, { csv, where: "amount > 1.4" })).rows).toEqual([["007", "1,5"]]);
    expect((await where("month(date) = 2")).rows).toHaveLength(2);
    expect((await where("date IS NULL")).rows).toEqual([["8", "", "paid", ""]]);
    expect((await where("customer = '7'")).rows).toHaveLength(1);
  });

  it("holds for the result of a query too", async () => {
    const got = await where("n > 1", { relation: { query: "SELECT customer, count(*) AS n FROM log GROUP BY ALL" } });
    expect(got).toMatchObject({ rows: [["007", "2"]], whereOf: 3 });
  });

  it.each([
    "true) UNION SELECT * FROM log WHERE (true",
    "true) GROUP BY ALL HAVING (true",
    "true) --",
    "",
    "amont > 3",
    "amount >",
    "status = 'paid'; DROP TABLE log",
    "(SELECT count(*) FROM read_text('/etc/passwd')) > 0",
    "(SELECT count(*) FROM '/etc/passwd') > 0",
  ])("refuses %j", async (text) => {
    expect((await where(text)).error).toMatch(/^--where/);
  });

  it("names a row that has no columns to ask about", async () => {
    expect((await read(join(shop, "broken.csv"), { where: "true" })).error).toMatch(/broken\.csv row 2/);
  });
});
