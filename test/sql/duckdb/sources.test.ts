import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../../src/random/seeded.ts";
import { type DuckdbSession, openSession } from "../../../src/sql/duckdb/session.ts";
import { type Case, expectSame, inDuckdb, inMemory, scratch } from "../../support/two-ways.ts";

let session: DuckdbSession;
beforeAll(async () => {
  session = await openSession({ memoryLimit: "500MB" });
});
afterAll(() => session.close());

const random = seeded(9);
const rows = Array.from({ length: 400 }, () => ({
  customer: `0${Math.floor(60 * random.uniform())}`,
  day: new Date(Date.UTC(2023, 0, 1 + Math.floor(500 * random.uniform()))),
  minute: Math.floor(1440 * random.uniform()),
  value: Math.round(10_000 * random.uniform()) / 100 + 0.01,
}));
const iso = (day: Date): string => day.toISOString().slice(0, 10);
const two = (n: number): string => String(n).padStart(2, "0");
const clock = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
type Row = (typeof rows)[number];

function csvOf(line: (row: Row) => string, header = "customer_id,date,amount"): string {
  return `${header}\n${rows.map(line).join("\n")}\n`;
}
const plain = csvOf(({ customer, day, value }) => `${customer},${iso(day)},${value}`);

const same = (test: Case, bySql: boolean, name?: string): Promise<void> => expectSame(session, test, bySql, name);

describe("a log in the dialects of CSV", () => {
  const semicolon = csvOf(
    ({ customer, day, value }) => `${customer};${iso(day)};${String(value).replace(".", ",")}`,
    "customer_id;date;amount",
  );
  const quoted = csvOf(
    ({ customer, day, value }) => `"${customer}","${iso(day)}",${value}`,
    '"customer_id","date","amount"',
  );
  const late = `${plain}"7, or so",2023-05-05,3\n`;
  const latin1 = Buffer.from(
    csvOf(({ customer, day, value }) => `Zoë ${customer},${iso(day)},${value}`),
    "latin1",
  );
  const windows = Buffer.from(
    csvOf(({ customer, day, value }) => `\x80 ${customer},${iso(day)},${value}`),
    "latin1",
  );
  // Of which the head of the file, 64 kB, holds less than all.
  const notes = csvOf(
    ({ customer, day, value }) => `${customer},${iso(day)},${value},"${"a\n".repeat(100)}"`,
    "customer_id,date,amount,note",
  );
  const longNote = `customer_id,date,amount,note\n1,2023-01-05,3,"${"a\n".repeat(50_000)}"\n2,2023-01-06,4,b\n`;
  it.each<[string, Case, boolean]>([
    ["commas", { bytes: plain }, true],
    ["fields of many lines", { bytes: notes }, true],
    ["a field longer than the head of the file", { bytes: longNote }, true],
    ["two byte-order marks", { bytes: `\ufeff\ufeff${plain}` }, false],
    ["a byte-order mark", { bytes: `\ufeff${plain}` }, true],
    ["CRLF", { bytes: plain.replaceAll("\n", "\r\n") }, true],
    ["a first line sep=;, decimal commas", { bytes: `sep=;\n${semicolon}`, csv: { decimal: "comma" } }, true],
    ["a first line sep=, after a byte-order mark", { bytes: `\ufeffsep=,\n${plain}` }, true],
    ["a first line sep=; that --delimiter overrides", { bytes: `sep=;\n${plain}`, csv: { delimiter: "comma" } }, true],
    [
      "a first line sep=, and no header",
      {
        bytes: plain.replace(/^.*/, "sep=,"),
        csv: { header: false, columns: ["customer", "date", "amount"] },
      },
      true,
    ],
    ["a first line sep=, that ends otherwise than the next", { bytes: `sep=,\r\n${plain}` }, false],
    ["CR", { bytes: plain.replaceAll("\n", "\r") }, true],
    ["semicolons and decimal commas", { bytes: semicolon, csv: { decimal: "comma" } }, true],
    ["tabs", { bytes: plain.replaceAll(",", "\t") }, true],
    ["blanks", { bytes: plain.replaceAll(",", "  ") }, false],
    ["quotes", { bytes: quoted }, true],
    ["a quote after the first rows", { bytes: late }, true],
    [
      "no header",
      { bytes: plain.slice(plain.indexOf("\n") + 1), csv: { header: false, columns: ["customer", "date", "amount"] } },
      true,
    ],
    ["Latin-1", { bytes: latin1, csv: { encoding: "latin1" } }, true],
    ["Windows-1252", { bytes: windows, csv: { encoding: "latin1" } }, false],
    [
      "a column more than is needed",
      { bytes: csvOf((r) => `x,${r.customer},${iso(r.day)},${r.value},"y, z"`, "a,customer_id,date,amount,b") },
      true,
    ],
    ["no values", { bytes: csvOf((r) => `${r.customer},${iso(r.day)}`, "customer_id,date") }, true],
    [
      "an expression",
      {
        bytes: csvOf((r) => `${r.customer},${iso(r.day)},${r.value},3`, "customer_id,date,price,n"),
        reading: { value: "max(n, 2) * price - 0.1 / round(n + 0.5)" },
      },
      true,
    ],
    ["a power, with a last bit that no engine guarantees", { bytes: plain, reading: { value: "amount ^ 1.5" } }, false],
  ])("%s", (_, test, bySql) => same(test, bySql));
});

describe("a log with dates written", () => {
  const berlin = { timeZone: "Europe/Berlin" };
  const timed = csvOf((r) => `${r.customer},${iso(r.day)} ${clock(r.minute)}:59.123456,${r.value}`);
  const withZ = csvOf((r) => `${r.customer},${iso(r.day)}T${clock(r.minute)}:00Z,${r.value}`);
  const offset = csvOf((r) => `${r.customer},${iso(r.day)} ${clock(r.minute)}:00-09:30,${r.value}`);
  const parts = (r: Row): [number, number, number] => [
    r.day.getUTCDate(),
    r.day.getUTCMonth() + 1,
    r.day.getUTCFullYear(),
  ];
  const dmy = csvOf((r) => `${r.customer},${parts(r).join("/")},${r.value}`);
  const mdy = csvOf(
    (r) =>
      `${r.customer},${parts(r)[1]}/${parts(r)[0]}/${parts(r)[2]} ${Math.floor(r.minute / 60)}:${two(r.minute % 60)},${r.value}`,
  );
  it.each<[string, Case, boolean]>([
    ["with a time", { bytes: timed }, true],
    ["with Z", { bytes: withZ }, true],
    ["with an offset", { bytes: offset }, true],
    ["with an offset, days of Berlin", { bytes: offset, reading: berlin }, true],
    ["with a time of Berlin, hours", { bytes: timed, reading: berlin, options: { grain: "hour", unit: "hour" } }, true],
    [
      "with a time of Berlin, instants, a split",
      { bytes: timed, reading: berlin, options: { grain: "none", split: "2024-01-01" } },
      true,
    ],
    [
      "in Samoa, which skipped a day",
      {
        bytes: csvOf((r) => `${r.customer},2011-12-${two(27 + (r.minute % 5))} ${clock(r.minute)},${r.value}`),
        reading: { timeZone: "Pacific/Apia" },
      },
      true,
    ],
    ["20230105", { bytes: csvOf((r) => `${r.customer},${iso(r.day).replaceAll("-", "")},${r.value}`) }, true],
    ["day before month", { bytes: dmy, reading: { dateFormat: "dmy" } }, true],
    ["month before day, with a time", { bytes: mdy, reading: { dateFormat: "mdy" } }, true],
  ])("%s", (_, test, bySql) => same(test, bySql));
});

describe("a log that is no CSV file", () => {
  /** The memory way's reading of the same rows as CSV, under another name. */
  async function sameAsCsv(path: string, source: object = {}): Promise<void> {
    const { reread, ...got } = (await inDuckdb(session, path, {}, source)) as { reread?: string };
    expect(got).toStrictEqual(await inMemory(path, plain, {}));
    expect(reread).toBeUndefined();
  }
  const select = `SELECT CAST(c AS VARCHAR) AS customer_id, CAST(d AS DATE) AS date, CAST(a AS DOUBLE) AS amount FROM read_csv('PATH', columns = {'c': 'VARCHAR', 'd': 'VARCHAR', 'a': 'VARCHAR'}, header = true)`;

  it("gzip and zstd", async () => {
    const path = scratch(gzipSync(plain), "log.csv.gz");
    await sameAsCsv(path);
    const csv = scratch(plain);
    const zst = join(dirname(csv), "log.csv.zst");
    await session.run(
      `COPY (SELECT * FROM read_csv('${csv}', all_varchar = true)) TO '${zst}' (FORMAT csv, COMPRESSION zstd)`,
    );
    await sameAsCsv(zst);
  });

  it("no zstd file whose lines end in different ways, and says so", async () => {
    const zst = join(dirname(scratch("")), "mixed.csv.zst");
    const lines = "('customer_id,date' || chr(13)), ('1,2024-01-01')";
    await session.run(
      `COPY (SELECT * FROM (VALUES ${lines}) t(line)) TO '${zst}' (FORMAT csv, COMPRESSION zstd, HEADER false, QUOTE '', DELIM '|')`,
    );
    expect(await inDuckdb(session, zst, {})).toMatchObject({
      error: expect.stringContaining("Unpack it with zstd -d"),
    });
  });

  it("nothing of a gzip or zstd file that was cut off, be it by its last bytes", async () => {
    // Longer than what is looked at to open it.
    const many = plain + plain.slice(plain.indexOf("\n") + 1).repeat(20);
    const csv = scratch(many);
    const copied = `COPY (SELECT * FROM read_csv('${csv}', all_varchar = true))`;
    const folder = dirname(csv);
    await session.run(`${copied} TO '${join(folder, "whole.csv.zst")}' (FORMAT csv, COMPRESSION zstd)`);
    await session.run(`${copied} TO '${join(folder, "whole.ndjson.gz")}' (FORMAT json, COMPRESSION gzip)`);
    writeFileSync(join(folder, "whole.csv.gz"), gzipSync(many));
    for (const [name, format] of [
      ["csv.gz", "gzip"],
      ["csv.zst", "zstd"],
      ["ndjson.gz", "gzip"],
    ]) {
      const whole = join(folder, `whole.${name}`);
      const { reread, ...got } = (await inDuckdb(session, whole, {})) as { reread?: string };
      expect(got).toStrictEqual(await inMemory(whole, many, {}));
      const bytes = readFileSync(whole);
      for (const end of [-4, -Math.round(bytes.length / 4)]) {
        const cut = scratch(bytes.subarray(0, end), `cut.${name}`);
        expect(await inDuckdb(session, cut, {})).toMatchObject({
          error: expect.stringContaining(`${cut}: expected a whole ${format} file`),
        });
      }
    }
  });

  it("Parquet, newline JSON, a table and a query of a database", async () => {
    const csv = scratch(plain);
    const folder = dirname(csv);
    const rows = select.replace("PATH", csv);
    await session.run(`COPY (${rows}) TO '${join(folder, "log.parquet")}'`);
    await sameAsCsv(join(folder, "log.parquet"));
    await session.run(`COPY (${rows}) TO '${join(folder, "log.ndjson")}' (FORMAT json)`);
    await sameAsCsv(join(folder, "log.ndjson"));
    const table = 't; DROP TABLE "x" -- 😀\'';
    const quoted = `"${table.replaceAll('"', '""')}"`;
    await session.run(`ATTACH '${join(folder, "log.duckdb")}' AS made`);
    await session.run(`CREATE TABLE made.${quoted} AS ${rows}`);
    await session.run("CREATE TABLE made.other AS SELECT 1 AS x");
    await session.run("DETACH made");
    for (const relation of [{ table }, { query: `SELECT * FROM ${quoted} -- all of it` }]) {
      const own = await openSession();
      const { reread, ...got } = (await inDuckdb(own, join(folder, "log.duckdb"), {}, { relation })) as {
        reread?: string;
      };
      expect(got).toStrictEqual(await inMemory(join(folder, "log.duckdb"), plain, {}));
      expect(reread).toBeUndefined();
      own.close();
    }
  });

  it("rejects rows of Parquet with the memory way's words", async () => {
    const path = join(dirname(scratch(plain)), "bad.parquet");
    await session.run(
      `COPY (SELECT * FROM (VALUES ('a', DATE '2023-01-05', 1.5), (NULL, DATE '2023-01-06', 2.5), ('b', NULL, 3.5), ('b', DATE '2023-01-07', NULL)) t(customer_id, date, amount)) TO '${path}'`,
    );
    const got = await inDuckdb(session, path, { reading: { onBadRow: "skip" } });
    const text = "customer_id,date,amount\na,2023-01-05,1.5\n,2023-01-06,2.5\nb,,3.5\nb,2023-01-07,\n";
    const expected = (await inMemory(path, text, { reading: { onBadRow: "skip" } })) as unknown as {
      rows: unknown[][];
      rejected: { row: number; value: string }[];
    };
    expect(got).toMatchObject({ rows: expected.rows });
    // A file without a header line counts its rows from 1.
    const numbered = expected.rejected.map((rejection) => ({
      ...rejection,
      row: rejection.row - 1,
      fields: expect.anything(),
    }));
    expect((got as typeof expected).rejected).toEqual(numbered);
  });

  it("many files, by folder and by pattern", async () => {
    const folder = join(dirname(scratch(plain)), "many 'files' [2];--");
    mkdirSync(folder, { recursive: true });
    const lines = plain.trimEnd().split("\n");
    writeFileSync(join(folder, "2023-1.csv"), `${[lines[0], ...lines.slice(1, 150)].join("\n")}\n`);
    writeFileSync(join(folder, "2023-2.csv"), `${[lines[0], ...lines.slice(150)].join("\n")}\n`);
    writeFileSync(join(folder, "README.md"), "not a log");
    for (const path of [folder, `${folder.replace("[", "[[]")}/2023-*.csv`]) await sameAsCsv(path);
    writeFileSync(join(folder, "2023-1.csv"), `sep=,\n${[lines[0], ...lines.slice(1, 150)].join("\n")}\n`);
    expect(await inDuckdb(session, folder, {})).toMatchObject({
      error: expect.stringContaining("the same delimiter, compression and first line (sep=) in every file"),
    });
    writeFileSync(join(folder, "2023-2.csv"), `sep=,\n${[lines[0], ...lines.slice(150)].join("\n")}\n`);
    await sameAsCsv(folder);
    writeFileSync(join(folder, "2023-3.csv"), "customer_id;date\n1;2023-01-01\n");
    expect(await inDuckdb(session, folder, {})).toMatchObject({
      error: expect.stringContaining("the same columns in every file"),
    });
  });
});
