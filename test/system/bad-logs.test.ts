import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { clvHere, temporaryFolder } from "../support/clv.ts";

const good = "customer_id,date,amount\n1,2024-01-01,10\n2,2024-01-02,20\n1,2024-02-01,5\n";

/** Runs a command on a log that must be refused, and checks that nothing was written. */
async function refused(content: string | Uint8Array, ...flags: string[]) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "log.csv"), content);
  const ran = await clvHere(["summarize", "log.csv", "-o", "base.csv", ...flags], { cwd: folder });
  expect(readdirSync(folder)).toEqual(["log.csv"]);
  expect(ran.stdout).toBe("");
  expect(ran.stderr).toMatch(
    /^error: [^\n]+\n(?:All problems, as from clv check:\n(?: {2}- [^\n]+\n)+A command that reads the file:\n[^\n]+\n)?$/,
  );
  return ran;
}

describe("what is wrong with the data: exit 1, the row as an editor counts lines, the column, the value, the way out", () => {
  test.each([
    ["no date", `${good}3,someday,1\n`, /row 5, column date: expected a date, got "someday".*--on-bad-row skip/],
    ["a day that does not exist", `${good}3,2023-02-29,1\n`, /row 5, column date.*"2023-02-29"/],
    ["a date of another format", `${good}3,31/12/2024,1\n`, /row 5.*--date-format/],
    ["no number", `${good}3,2024-01-01,ten\n`, /row 5, column amount: expected a number, got "ten"/],
    ["a decimal comma", 'customer_id,date,amount\n1,2024-01-01,"9,90"\n', /row 2.*--decimal comma/],
    ["no customer", `${good},2024-01-01,1\n`, /row 5, column customer_id: expected a customer id, got ""/],
    ["a field too many", `${good}3,2024-01-01,1,2\n`, /row 5.*4 fields for 3 columns/],
    ["a field too few", `${good}3,2024-01-01\n`, /row 5.*2 fields for 3 columns/],
    [
      "a bad row after a field of two lines",
      'customer_id,date,note,amount\n"1",2024-01-01,"a\nb",1\n2,x,c,1\n',
      /row 4, column date/,
    ],
    ["a bad row below sep=;", `sep=;\n${good.replaceAll(",", ";")}3;someday;1\n`, /row 6, column date/],
    [
      "a bad row after CR LF and a blank line",
      "customer_id,date,amount\r\n1,2024-01-01,1\r\n\r\n2,x,1\r\n",
      /row 4, column date/,
    ],
    ["Latin-1 read as UTF-8", Buffer.from(`${good}Zo\xeb,2024-01-01,1\n`, "latin1"), /row 5.*--encoding latin1/],
    [
      "UTF-16 without its mark",
      Buffer.from(good, "utf16le"),
      /expected text in utf-8, got "zero bytes, as in utf-16le". Use --encoding utf-16le/,
    ],
    ["an empty file", "", /expected rows, got .*an empty file/],
    ["a header alone", "customer_id,date,amount\n", /none in 0 rows".*no row after the header/],
    ["gzip cut off", gzipSync(good).subarray(0, 20), /gzip/],
  ])("%s", async (_, content, message) => {
    const { code, stderr } = await refused(content);
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
  });

  test("nothing but bad rows, and nothing within the days asked for", async () => {
    const words = good.replaceAll(/,(\d+)$/gm, ",ten$1");
    for (const engine of ["memory", "duckdb"]) {
      const bad = await refused(words, "--on-bad-row", "skip", "--engine", engine);
      expect(bad.stderr).toMatch(/none in 0 rows"\. 3 rejected, the first in row 2: amount "ten10"\.$/m);
      const outside = await refused(good, "--from", "2025-01-01", "--until", "2025-02-01", "--engine", engine);
      expect(outside.stderr).toMatch(/none in 3 rows"\. All are outside --from and --until\./);
      expect([bad.code, outside.code]).toEqual([1, 1]);
    }
  });

  test("a return, where they must stop the run", async () => {
    expect(await refused(`${good}1,2024-02-01,-1\n`, "--returns", "stop")).toMatchObject({ code: 1 });
  });
});

describe("what is wrong with the question: exit 2", () => {
  test.each([
    ["no customer column", "who,date\n1,2024-01-01\n", [], /"who".*--customer/],
    ["two date columns", "customer_id,date,order_date\n1,2024-01-01,2024-01-01\n", [], /"order_date".*--date/],
    ["two columns of one name", "customer_id,date,amount,amount\n1,2024-01-01,1,2\n", [], /"amount and amount"/],
    ["a column that is not there", good, ["--value", "price"], /"customer_id", "date", "amount"|price/],
    ["code for a value", good, ["--value", "import(amount)"], /import/],
    ["an assignment for a value", good, ["--value", "amount = 1"], /--value|value/],
    ["an unknown zone", good, ["--time-zone", "Mars/Base"], /IANA.*"Mars\/Base"/],
    ["no header and no names", good, ["--no-header"], /--columns/],
    ["names beside a header", good, ["--columns", "a,b,c"], /--no-header/],
    ["a split that is no date", good, ["--split", "later"], /split.*"later"/],
    ["a split after the end", good, ["--split", "2030-01-01"], /split/],
  ])("%s", async (_, content, flags, message) => {
    const { code, stderr } = await refused(content, ...flags);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  test("a missing file, a folder without logs, an output over the input", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "log.csv"), good);
    mkdirSync(join(folder, "empty"));
    for (const args of [
      ["missing.csv"],
      ["empty"],
      ["log.csv", "-o", "log.csv"],
      ["log.csv", "-o", "missing/base.csv"],
    ]) {
      const { code, stderr } = await clvHere(["summarize", ...args], { cwd: folder });
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error: [^\n]+\n$/);
    }
    expect(readFileSync(join(folder, "log.csv"), "utf8")).toBe(good);
  });
});

test("bad rows skipped are counted by reason, shown, and written with their reason", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "log.csv"), `${good}3,someday,1\n4,2024-01-01,"1,5"\n,2024-01-01,1\n5\n`);
  const { code, stdout, stderr } = await clvHere(
    ["summarize", "log.csv", "-o", "base.csv", "--on-bad-row", "skip", "--json"],
    { cwd: folder },
  );
  expect(code).toBe(0);
  expect(stderr).toContain('row 5, date "someday"');
  const { log } = JSON.parse(stdout) as { log: { rows: number; rejected: { count: number } } };
  expect(log).toMatchObject({ rows: 7, used: 3, merged: 0, rejected: { count: 4 } });
  expect(readFileSync(join(folder, "rejected.csv"), "utf8")).toBe(
    [
      "row,reason,column,value,record",
      '5,unreadable-date,date,someday,"3,someday,1"',
      '6,unreadable-value,amount,"1,5","4,2024-01-01,""1,5"""',
      '7,no-customer,customer_id,,",2024-01-01,1"',
      "8,field-count,any,1 fields for 3 columns,5",
      "",
    ].join("\n"),
  );
});

describe("logs of every kind that are read without a flag or with the one that says it", () => {
  const base =
    "customer_id,frequency,recency,T,monetary_value,first_date,last_date\n1,1,31,31,5,2024-01-01,2024-02-01\n2,0,0,30,,2024-01-02,2024-01-02\n";
  const rows = good.trim().split("\n");
  const bom = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(good)]);
  test.each<[string, string | Uint8Array, string[]]>([
    ["comma", good, []],
    ["semicolon", good.replaceAll(",", ";"), []],
    ["tab", good.replaceAll(",", "\t"), []],
    ["blanks", good.replaceAll(",", "  "), []],
    ["CR LF", good.replaceAll("\n", "\r\n"), []],
    ["CR", good.replaceAll("\n", "\r"), []],
    ["no line end at the end", good.trimEnd(), []],
    ["blank lines", good.replaceAll("\n", "\n\n"), []],
    ["byte-order mark", bom, []],
    ["sep=; before the header, as Excel has it", `sep=;\r\n${good.replaceAll(",", ";").replaceAll("\n", "\r\n")}`, []],
    ["gzip", gzipSync(good), []],
    [
      "quoted",
      rows
        .map((row) =>
          row
            .split(",")
            .map((field) => `"${field}"`)
            .join(","),
        )
        .join("\n"),
      [],
    ],
    ["no header", rows.slice(1).join("\n"), ["--no-header", "--columns", "customer,date,amount"]],
    ["decimal comma", good.replaceAll(",", ";").replace("10", "10,0"), ["--decimal", "comma"]],
    ["days before months", good.replaceAll(/2024-(\d\d)-(\d\d)/g, "$2.$1.2024"), ["--date-format", "dmy"]],
    ["YYYYMMDD", good.replaceAll(/2024-(\d\d)-(\d\d)/g, "2024$1$2"), []],
    ["other names", good.replace("customer_id,date,amount", "Customer ID,InvoiceDate,Revenue"), []],
    [
      "unknown names",
      good.replace("customer_id,date,amount", "a,b,c"),
      ["--customer", "a", "--date", "b", "--value", "c"],
    ],
    ["an expression", good, ["--value", "2 * amount - `amount`"]],
  ])("%s", async (_, content, flags) => {
    const ran = await clvHere(["summarize", "-", "-o", "-", "--quiet", ...flags], { input: content });
    expect(ran).toEqual({ code: 0, signal: null, stdout: base, stderr: "" });
  });
});

describe("what is no log: said by what it is", () => {
  test("a customer base", async () => {
    const base = "customer_id,frequency,recency,T,first_date,last_date\n1,1,3,4,2024-01-01,2024-01-04\n";
    for (const engine of ["memory", "duckdb"]) {
      const { code, stderr } = await refused(base, "--engine", engine);
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('expected a log of transactions, got "a customer base"'),
      ]);
    }
  });

  test("a folder, for memory; zstd and Parquet, for standard input", async () => {
    const folder = temporaryFolder();
    const { stderr } = await clvHere(["summarize", folder, "--engine", "memory"]);
    expect(stderr).toContain('expected CSV, which memory reads, got "a folder"');
    for (const [bytes, what] of [
      [Buffer.from("28b52ffd0458a900", "hex"), "a zstd file"],
      [Buffer.from("PAR1\u0015\u0004"), "a Parquet file"],
    ] as const) {
      const ran = await clvHere(["summarize", "-"], { input: bytes });
      expect([ran.code, ran.stderr]).toEqual([
        2,
        expect.stringContaining(`standard input: expected plain text or gzip`),
      ]);
      expect(ran.stderr).toContain(what);
    }
  });

  test("a model that is none", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "log.csv"), good);
    const { stderr } = await clvHere(["predict", "log.csv", "--model", "log.csv", "--horizon", "1y"], { cwd: folder });
    expect(stderr).toMatch(/^error: log\.csv: expected JSON.*Give a model file written by `clv fit`\.$/m);
  });
});
