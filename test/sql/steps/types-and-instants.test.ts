import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { timeZone } from "../../../src/data/time-zone.ts";
import { seeded } from "../../../src/random/seeded.ts";
import { DUCKDB } from "../../../src/sql/duckdb/dialect.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { zoneSql } from "../../../src/sql/steps/zone-sql.ts";
import { expectSame, inDuckdb, inMemory, scratch } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB" });
});
afterAll(() => session.close());

const folder = dirname(scratch("", "types"));
let made = 0;

/** Reads rows of SQL by way of a Parquet file. */
async function read(columns: string, rows: string, reading: object = {}) {
  const path = join(folder, `typed-${made++}.parquet`);
  await session.run(`COPY (SELECT ${columns} FROM (VALUES ${rows}) t(c, d, v)) TO '${path}'`);
  return inDuckdb(session, path, { reading });
}

/** The same by way of a table. */
async function readTable(columns: string, rows: string, reading: object = {}) {
  const path = join(folder, `typed-${made++}.duckdb`);
  await session.run(
    `ATTACH '${path}' AS made; CREATE TABLE made.t AS SELECT ${columns} FROM (VALUES ${rows}) t(c, d, v); DETACH made`,
  );
  try {
    return await inDuckdb(session, path, { reading });
  } finally {
    await session.run("DETACH source");
  }
}

const ROWS = "(1, DATE '2024-05-01', 10), (1, DATE '2024-05-31', 20), (2, DATE '2024-06-30', 30)";
const [C, D, V] = ["c AS customer", "d AS date", "v AS amount"];
const csv = "customer,date,amount\n1,2024-05-01,10\n1,2024-05-31,20\n2,2024-06-30,30\n";

describe("types that are read as the same log in CSV", () => {
  it.each([
    ...["FLOAT", "DOUBLE", "DECIMAL(9,2)", "TINYINT", "UTINYINT", "SMALLINT", "USMALLINT", "INTEGER", "UINTEGER"],
    ...["BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM", "VARCHAR"],
  ])("%s as a value", async (type) => {
    const expected = await inMemory("typed", csv, {});
    const columns = `CAST(c AS VARCHAR) AS customer, ${D}, CAST(v AS ${type}) AS amount`;
    const { rows } = expected as { rows: unknown };
    expect(await readTable(columns, ROWS)).toMatchObject({ rows });
    if (!/HUGE|BIGNUM/.test(type)) expect(await read(columns, ROWS)).toMatchObject({ rows });
  });

  it("a float of 32 bits is the number its decimals say", async () => {
    const rows = "('a', DATE '2024-05-01', 1), ('a', DATE '2024-05-31', 0.1)";
    const got = await read(`${C}, ${D}, CAST(v AS FLOAT) AS amount`, rows);
    expect((got as { rows: unknown[][] }).rows[0]![4]).toBe(0.1);
  });

  it.each(["BIGINT", "HUGEINT", "UUID", "ENUM"])("%s as an id", async (type) => {
    const id = type === "UUID" ? "'00000000-0000-0000-0000-00000000000' || c" : "c";
    const cast = type === "ENUM" ? "ENUM('1', '2')" : type;
    const rows = ROWS.replaceAll(/\((\d),/g, type === "ENUM" || type === "UUID" ? "('$1'," : "($1,");
    const got = await readTable(`CAST(${id} AS ${cast}) AS customer, ${D}, ${V}`, rows);
    const ids = (got as { rows: unknown[][] }).rows.map(([first]) => first);
    expect(ids).toStrictEqual(["1", "2"].map((n) => (type === "UUID" ? `00000000-0000-0000-0000-00000000000${n}` : n)));
  });

  it.each(["DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMPTZ", "VARCHAR"])(
    "%s as a date",
    async (type) => {
      const { rows } = (await inMemory("typed", csv, {})) as { rows: unknown };
      const columns = `CAST(c AS VARCHAR) AS customer, CAST(d AS ${type}) AS date, ${V}`;
      expect(await readTable(columns, ROWS)).toMatchObject({ rows });
    },
  );
});

describe("types that are refused by name", () => {
  const OTHER: [string, string][] = [
    ["BOOLEAN", "true"],
    ["BLOB", "CAST('a' AS BLOB)"],
    ["TIME", "TIME '10:00:00'"],
    ["INTERVAL", "INTERVAL 1 DAY"],
    ["INTEGER[]", "[1]"],
    ["ENUM('a')[]", "[CAST('a' AS ENUM('a'))]"],
    ["STRUCT(x INTEGER)", "{'x': 1}"],
    ["MAP(INTEGER, INTEGER)", "MAP {1: 1}"],
    ["BIT", "CAST('101' AS BIT)"],
  ];
  it.each(OTHER)("%s as any part", async (type, value) => {
    for (const [name, columns] of [
      ["customer", `${value} AS customer, ${D}, ${V}`],
      ["date", `${C}, ${value} AS date, ${V}`],
      ["amount", `${C}, ${D}, ${value} AS amount`],
    ] as const) {
      const { error } = (await readTable(columns, ROWS)) as { error: string };
      expect(error).toContain(`column ${name}: expected`);
      expect(error).toContain(`the type ${type}`);
      expect(error).toContain("CAST(");
    }
  });
});

describe("instants of the years 1 to 9999 are read; others are bad rows", () => {
  const bad = ["infinity", "-infinity", "20000-01-01", "0044-03-15 (BC)", "10000-01-01"];
  it.each(["DATE", "TIMESTAMP", "TIMESTAMPTZ"])("as %s", async (type) => {
    const others = bad.map((date) => `, ('b', '${date}', 3)`);
    const rows = "('a', '2024-05-01', 1), ('a', '2024-05-31', 2)";
    const columns = `${C}, CAST(d AS ${type}) AS date, ${V}`;
    // One alone: SQL stops at the first bad date, and says nothing of the next.
    for (const other of others) {
      const got = await readTable(columns, rows + other);
      expect(got, other).toMatchObject({ error: expect.stringContaining("row 3, column date") });
    }
    const skipped = await readTable(columns, rows + others.join(""), { onBadRow: "skip" });
    expect(skipped).toMatchObject({
      counts: { read: { rows: 2 + bad.length, rejected: { count: bad.length } } },
      rejected: bad.map((_, k) => ({ row: 3 + k })),
    });
  });

  it.each(["0001-01-01", "1900-01-01", "1969-12-31", "9999-12-31"])("%s of a type of its own", async (date) => {
    const rows = `('a', '2024-05-01', 1), ('b', '${date}', 3)`;
    const text = `customer,date,amount\na,2024-05-01,1\nb,${date},3\n`;
    const { rows: expected } = (await inMemory("typed", text, {})) as { rows: unknown };
    for (const type of ["DATE", "TIMESTAMP"]) {
      const got = await readTable(`${C}, CAST(d AS ${type}) AS date, ${V}`, rows);
      expect(got).toMatchObject({ rows: expected });
      expect(got).not.toHaveProperty("reread");
    }
  });

  it.each(["Europe/Berlin", "Asia/Manila"])("in %s", async (name) => {
    // At the edge of the zone's shorter table alone, and all beyond it together.
    for (const dates of [["1970-01-01"], ["0001-01-02", "1900-01-01", "2203-07-31"]]) {
      const others = dates.map((date, k) => `z${k},${date},3\n`).join("");
      const bytes = `customer,date,amount\na,2024-05-01,1\na,2024-05-31,2\n${others}`;
      await expectSame(session, { bytes, reading: { timeZone: name } }, false);
    }
  });
});

it.each(["Europe/Berlin", "America/Sao_Paulo", "Africa/Casablanca", "Australia/Lord_Howe", "Africa/Monrovia"])(
  "the clocks of %s are those of memory from year 1 to 9999",
  async (name) => {
    const zone = timeZone(name);
    const random = seeded(11);
    const [first, last] = [-62_135_500_000_000, 253_402_200_000_000];
    const recent = [-4_000_000_000_000, 6_000_000_000_000] as const;
    const at = Float64Array.from({ length: 4_000 }, (_, k) => {
      const [from, to] = k % 2 === 0 ? [first, last] : recent;
      return Math.floor(from + (to - from) * random.uniform());
    });
    await session.load("instants", ["moment"], [at]);
    const clocks = zoneSql(DUCKDB, zone, "outside", false);
    const [seen, meant] = (await session.doubles(
      `SELECT CAST(${clocks.toCalendar("moment")} AS DOUBLE), CAST(${clocks.toInstant("moment")} AS DOUBLE) FROM ` +
        "(SELECT CAST(moment AS BIGINT) AS moment FROM instants)",
    )) as [Float64Array, Float64Array];
    expect(seen).toStrictEqual(at.map(zone.toCalendar));
    expect(meant).toStrictEqual(at.map(zone.toInstant));
  },
);
