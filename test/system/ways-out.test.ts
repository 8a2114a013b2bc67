import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clvHere, temporaryFolder } from "../support/clv.ts";

const header = "customer_id,date,amount\n";
const good = `${header}1,2024-01-01,10\n2,2024-01-02,20\n1,2024-02-01,5\n`;
const returns = `${header}1,2024-01-01,-10\n2,2024-01-02,-20\n`;
const dmy = ["--date-format", "dmy"];

describe("a complaint names the way out, and is the same from both engines", () => {
  test.each<[string, string | Uint8Array, string[], number, string]>([
    [
      "a quote that never ends",
      `${good}3,"2024-01-01,1\n4,2024-01-02,1\n`,
      [],
      1,
      'log.csv row 5: expected a closing quote for the quoted field that begins here, got "the end of the file". ' +
        'Close the quote. To put a quote into a text, double it and put the field in quotes: "a 5"" nail".',
    ],
    [
      "dates of another format than the one said",
      `${header}1,31/12/2023,10\n2,2024-01-02,20\n`,
      dmy,
      1,
      'log.csv row 3, column date: expected a date, got "2024-01-02". --date-format iso reads it as 2024-01-02. ' +
        "Or leave out bad rows: --on-bad-row skip.",
    ],
    [
      "an Excel workbook",
      Buffer.from("504b0304140006000800", "hex"),
      [],
      1,
      'log.csv: expected text, got "a zip archive or an Excel workbook". Unpack the archive; save the workbook as CSV.',
    ],
    [
      "an Excel workbook of old",
      Buffer.from("d0cf11e0a1b11ae10000", "hex"),
      [],
      1,
      'log.csv: expected text, got "an Excel workbook". Save it as CSV.',
    ],
    [
      "a split after the end",
      good,
      ["--split", "2024-02-02"],
      2,
      'split: expected a date up to the last one observed, 2024-02-01, got "2024-02-02"',
    ],
    [
      "a split after --until",
      good,
      ["--split", "2024-02-01", "--until", "2024-01-31"],
      2,
      'split: expected a date up to the last one observed, 2024-01-31, got "2024-02-01"',
    ],
    [
      "a split of a log without rows",
      header,
      ["--split", "2024-02-01"],
      1,
      'log: expected at least one purchase to observe, got "none in 0 rows". There is no row after the header.',
    ],
    [
      "a split before the first purchase",
      good,
      ["--split", "2023-12-01"],
      1,
      'log: expected at least one purchase to observe, got "none in 3 rows". All are in the holdout, from --split on.',
    ],
    [
      "days that no purchase is on",
      `${good}1,2023-01-01,-3\n`,
      ["--until", "2024-01-01", "--split", "2024-01-01"],
      1,
      'log: expected at least one purchase to observe, got "none in 4 rows". ' +
        "2 are outside --from and --until, 1 in the holdout, from --split on, 1 taken back by returns.",
    ],
    [
      "returns that leave nothing",
      returns,
      [],
      1,
      'log: expected at least one purchase to observe, got "none in 2 rows". All are taken back by returns.',
    ],
    [
      "returns left out that leave nothing",
      returns,
      ["--returns", "drop"],
      1,
      'log: expected at least one purchase to observe, got "none in 0 rows". All 2 are returns, which are left out.',
    ],
    [
      "a first day after the last",
      good,
      ["--from", "2024-02-01", "--until", "2024-01-31"],
      2,
      'from, until: expected dates in this order, got ["2024-02-01", "2024-01-31"]',
    ],
    [
      "a decimal mark that is not the one said",
      "customer_id;date;amount\n1;2024-01-01;1,50\n1;2024-02-01;2.50\n",
      ["--decimal", "comma"],
      1,
      'log.csv row 3, column amount: expected a number, got "2.50". With --decimal comma, numbers look like 1234,5 or 1.234,5. ' +
        "Or leave out bad rows: --on-bad-row skip.",
    ],
    [
      "commas between fields and --decimal comma",
      good,
      ["--decimal", "comma"],
      1,
      'log.csv, first line: expected fields separated by semicolon, tab, | or blanks, got "customer_id,date,amount". ' +
        "With --decimal comma, the comma separates fields only if you pass --delimiter comma.",
    ],
    [
      "a delimiter the file does not have",
      good,
      ["--delimiter", "tab"],
      2,
      'log.csv, header: expected a customer column with a usual name, got "none". The columns are "customer_id,date,amount"; ' +
        "if there should be several columns, set the character that separates them: --delimiter.",
    ],
    [
      "a field too many without a header",
      "1,2024-01-01,3,4\n",
      ["--no-header", "--columns", "customer,date,amount"],
      1,
      'log.csv row 1, column any: expected as many fields as columns, got "4 fields for 3 columns". Or leave out bad rows: --on-bad-row skip.',
    ],
    [
      "a column without a name",
      good,
      ["--date", ""],
      2,
      'log.csv, header: expected a column called "", got "none". The columns are "customer_id", "date", "amount"; name one: --date NAME.',
    ],
  ])("%s", async (_, content, flags, code, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "log.csv"), content);
    const told = new Set<string>();
    for (const engine of ["memory", "duckdb"]) {
      const args = ["summarize", "log.csv", "-o", "base.csv", "--engine", engine, ...flags];
      const ran = await clvHere(args, { cwd: folder });
      expect({ ...ran, stderr: ran.stderr.split("\n")[0] }).toEqual({
        ...{ code, signal: null, stdout: "", stderr: `error: ${message}` },
      });
      told.add(ran.stderr.replace(` --engine ${engine}`, ""));
    }
    expect([...told]).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(["log.csv"]);
  });

  test.each<[string, string, string[], number, string]>([
    [
      "an array of JSON",
      '[{"customer_id":"1","date":"2024-01-01"}]',
      ["summarize", "log.json"],
      1,
      "log.json: expected an object on each line, got \"none, or an array around them\". jq -c '.[]' writes each object of an array on a separate line.",
    ],
    ["no JSON at all", "", ["summarize", "log.json"], 1, "log.json: expected an object on each line"],
    [
      "a split that is given twice",
      '{"customer_id":"1","date":"2024-01-01"}',
      ["validate", "log.json", "--value", "none", "--split", "2024-01-01, 2024-01-01"],
      2,
      '--split: expected each day once, got "2024-01-01,2024-01-01"',
    ],
  ])("%s", async (_, content, args, code, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "log.json"), content);
    const ran = await clvHere(args, { cwd: folder });
    expect(ran).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(`error: ${message}`) });
  });
});

test("no log is drawn from a model of customers none of whom came back", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "once.csv"), `${header}1,2024-01-01,10\n`);
  expect(await clvHere(["fit", "once.csv", "-o", "model.json"], { cwd: folder })).toMatchObject({ code: 0 });
  const days = ["--from", "2024-01-01", "--until", "2024-12-31"];
  const drawing = ["simulate", "--model", "model.json", "--customers", "5", ...days, "-o", "drawn.csv"];
  const { code, stderr } = await clvHere(drawing, { cwd: folder });
  expect([code, stderr]).toEqual([1, expect.stringContaining("expected repeat purchases")]);
});

describe("what is missing from the scores is said", () => {
  const many = Array.from({ length: 20 }, (_, k) => `c${k % 5},2024-0${1 + (k % 7)}-1${k % 3},0`).join("\n");
  test.each([
    [
      "no column of values",
      "customer,date,geld",
      [],
      2,
      'error: log.csv, header: expected a value column with a usual name, such as amount or total, got "none". Columns of numbers: "geld"; ' +
        "use --value 'geld', or arithmetic over columns; to go on without values and CLV, use --value none.",
    ],
    ["none, as asked", "customer,date,geld", ["--value", "none"], 0, "note: "],
    [
      "no value above 0",
      header.trim(),
      [],
      0,
      "warning: All repeat purchases have the value 0, so clv fits no spend model.",
    ],
  ])("%s", async (_, names, flags, exit, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "log.csv"), `${names}\n${many}\n`);
    for (const engine of ["memory", "duckdb"]) {
      const args = ["run", "log.csv", "--model", "bg-nbd", "--engine", engine, "--no-report", ...flags];
      const { code, stderr } = await clvHere(args, { cwd: folder });
      expect([code, stderr]).toEqual([exit, expect.stringContaining(message)]);
    }
  });
});
