import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { predictCustomers } from "../../src/cli/commands/predict.ts";
import { runLog } from "../../src/cli/commands/run.ts";
import { summarizeLog } from "../../src/cli/commands/summarize.ts";
import type { Outcome } from "../../src/cli/outcome.ts";
import { parse } from "../../src/cli/parse.ts";
import { openSession, type Session } from "../../src/engine/duckdb.ts";
import { ClvError } from "../../src/errors.ts";
import { shippedModel, temporaryFolder } from "../support/clv.ts";

/** Text that means something to SQL, to a pattern, to a shell or to a terminal. */
const HOSTILE = [
  "O'Brien",
  'say "so"',
  "'; DROP TABLE canary; --",
  '"; DROP TABLE canary; --',
  "'); COPY (SELECT 1) TO 'canary'; --",
  "x -- y",
  "/* x",
  "*/ x",
  "x\ny",
  "back\\slash",
  "100%_off",
  "a*",
  "**",
  "a?",
  "[a]",
  "{a,b}",
  "$1 $(touch canary) `touch canary`",
  "~",
  "c0=7",
  "customer_id=7",
  "sqlite:a",
  "😀 \u202e",
  "\u001b[2J",
];
/** What a cell and a column may hold, but no path. */
const WITH_NUL = [...HOSTILE, "x\0y", "\0"];
const COMMANDS = { run: runLog, summarize: summarizeLog, predict: predictCustomers };

const top = temporaryFolder();
let folder: string;
let session: Session;
beforeAll(async () => {
  session = await openSession();
});
beforeEach(() => {
  folder = mkdtempSync(join(top, "t-"));
});
afterAll(() => session.close());

/** A command in this process. */
async function clv(command: keyof typeof COMMANDS, ...args: string[]): Promise<Outcome> {
  const request = parse([command, ...args, "--quiet"]);
  if (request.kind !== "command") throw new Error(request.kind);
  return COMMANDS[command](request.operands, request.options, process);
}

const field = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const identifier = field;
const literal = (text: string): string => `'${text.replaceAll("'", "''").split("\0").join("' || chr(0) || '")}'`;
const HEADER = ["customer_id", "date", "amount"];
const DECOY = `${HEADER}\ndecoy,2024-01-05,3\n`;
const ROWS =
  "FROM (VALUES ('a', DATE '2024-01-05', 3.0), ('a', DATE '2024-03-05', 5.0), ('b', DATE '2024-02-05', 4.0))";
const ROWS_SQL = `SELECT * ${ROWS} log(customer_id, date, amount)`;

/** A log of two customers, worked out by hand in {@link baseOf}. */
function logOf(id = "a", header: readonly string[] = HEADER): string {
  const rows = [`${field(id)},2024-01-05,3`, `${field(id)},2024-03-05,5`, "b,2024-02-05,4"];
  return `${[header.map(field), ...rows].join("\n")}\n`;
}

function baseOf(id = "a"): string {
  const written = /[",\n]/.test(id) ? field(id) : id;
  const rows = [`${written},1,60,60,5,2024-01-05,2024-03-05`, "b,0,0,29,,2024-02-05,2024-02-05"];
  if (id > "b") rows.reverse();
  return `${["customer_id,frequency,recency,T,monetary_value,first_date,last_date", ...rows].join("\n")}\n`;
}

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** A database file with the log in a table and one beside it. DuckDB itself can't make one with a question mark in its path. */
async function database(path: string, table: string): Promise<string> {
  const plain = join(folder, "plain.duckdb");
  await session.run(`ATTACH ${literal(plain)} AS made`);
  await session.run(`CREATE TABLE made.${identifier(table)} AS ${ROWS_SQL}`);
  await session.run("CREATE TABLE made.canary AS SELECT 1 AS alive");
  await session.run("DETACH made");
  renameSync(plain, path);
  return path;
}

describe.each(["memory", "duckdb"])("hostile text stays text: %s", (engine) => {
  async function base(log: string, ...flags: string[]): Promise<string> {
    const output = join(folder, "base.csv");
    await clv("summarize", log, "--engine", engine, ...flags, "-o", output);
    return readFileSync(output, "utf8");
  }

  it.each(WITH_NUL)("as a customer id: %j", async (id) => {
    expect(await base(write("log.csv", logOf(id)))).toBe(baseOf(id));
  });

  it.each(WITH_NUL)("as the name of each column: %j", async (name) => {
    for (const [at, flag] of ["--customer", "--date", "--value"].entries()) {
      const log = write("log.csv", logOf("a", HEADER.with(at, name)));
      expect(await base(log, flag, name)).toBe(baseOf());
    }
    await expect(base(write("log.csv", logOf()), "--customer", name)).rejects.toThrow(ClvError);
  });

  it.each(WITH_NUL)("as a date and as a value, which it is none: %j", async (text) => {
    for (const row of [`c,${field(text)},4`, `c,2024-02-05,${field(text)}`]) {
      const log = write("log.csv", `${logOf()}${row}\n`);
      await expect(base(log)).rejects.toThrow(ClvError);
      expect(await base(log, "--on-bad-row", "skip")).toBe(baseOf());
      expect(readFileSync(join(folder, "rejected.csv"), "utf8")).toMatch(/^row,reason,column,value,record\n5,/);
    }
  });

  it.each(HOSTILE)("as the name of files and folders, in and out: %j", async (name) => {
    const own = name.replaceAll("/", "_");
    const within = join(folder, own);
    mkdirSync(within);
    for (const decoy of ["a", "ab", "aa", "b", own.slice(0, -1)]) write(`${decoy}.csv`, DECOY);
    const files = [join(folder, `${own}.csv`), join(within, `${own}.csv`)];
    for (const file of files) {
      writeFileSync(file, logOf());
      const output = join(within, `${own}.txt`);
      await clv("summarize", file, "--engine", engine, "-o", output);
      expect(readFileSync(output, "utf8")).toBe(baseOf());
      rmSync(output);
    }
    expect(readdirSync(within)).toEqual([`${own}.csv`]);
    expect(readdirSync(folder)).not.toContain("canary");
  });

  it.each(HOSTILE)("in a flag: %j", async (text) => {
    const log = write("log.csv", logOf());
    for (const flag of ["value", "time-zone", "from", "until", "split", "customer", "date"]) {
      await expect(base(log, `--${flag}`, text), flag).rejects.toThrow(ClvError);
    }
    const scored = ["--model", shippedModel, "--engine", engine, "-o", join(folder, "scores.csv")];
    for (const wrong of [
      ["--horizon", text],
      ["--horizon", "1y", "--columns", text],
    ]) {
      await expect(clv("predict", log, ...scored, ...wrong)).rejects.toThrow(ClvError);
    }
    const name = text.replaceAll(",", "");
    const headless = ["--no-header", "--columns", `${name},date,amount`];
    const rows = write("rows.csv", logOf().slice(logOf().indexOf("\n") + 1));
    expect(await base(rows, ...headless, "--customer", name)).toBe(baseOf());
    expect(readdirSync(folder).sort()).toEqual(["base.csv", "log.csv", "rows.csv"]);
  });
});

describe("hostile text stays text: where only DuckDB reads and writes", () => {
  async function base(log: string, ...flags: string[]): Promise<string> {
    const output = join(folder, "base.csv");
    await clv("summarize", log, ...flags, "-o", output);
    return readFileSync(output, "utf8");
  }

  it.each(HOSTILE)("a folder, a pattern and the place to spill to: %j", async (name) => {
    const within = join(folder, name.replaceAll("/", "_"));
    mkdirSync(within);
    writeFileSync(join(within, "1.csv"), logOf());
    const spill = join(within, "spill");
    // Of a pattern no part can be meant letter by letter, and DuckDB takes \ for a slash there.
    if (!/[*?[\\]/.test(name)) expect(await base(join(within, "*.csv"))).toBe(baseOf());
    expect(await base(within, "--temp-directory", spill)).toBe(baseOf());
    expect(readdirSync(spill)).toEqual([]);
    expect(readdirSync(within).sort()).toEqual(["1.csv", "spill"]);
  });

  it.each(HOSTILE)("Parquet, JSON and a database by that name, in and out: %j", async (name) => {
    const own = name.replaceAll("/", "_");
    const within = join(folder, own);
    mkdirSync(within);
    for (const [ending, format] of [
      ["parquet", "parquet"],
      ["ndjson", "json"],
    ]) {
      const plain = join(folder, `plain.${ending}`);
      await session.run(`COPY (${ROWS_SQL}) TO ${literal(plain)} (FORMAT ${format})`);
      for (const file of [join(folder, `${own}.${ending}`), join(within, `${own}.${ending}`)]) {
        writeFileSync(file, readFileSync(plain));
        expect(await base(file)).toBe(baseOf());
      }
    }
    expect(await base(await database(join(within, `${own}.duckdb`), "log"), "--table", "log")).toBe(baseOf());
    const log = write("log.csv", logOf());
    const scored = async (output: string): Promise<unknown> => {
      const { summary } = await clv("predict", log, "--model", shippedModel, "--horizon", "1y", "-o", output);
      return (summary as { scores: unknown }).scores;
    };
    const scores = await scored(join(folder, "plain-scores.parquet"));
    expect(await scored(join(within, `${own} 2.parquet`))).toEqual(scores);
    expect(readFileSync(join(within, `${own} 2.parquet`))).toEqual(readFileSync(join(folder, "plain-scores.parquet")));
    const shop = join(within, `${own} 2.duckdb`);
    if (own.includes("?")) await expect(scored(shop)).rejects.toThrow(ClvError);
    else expect(await scored(shop)).toEqual(scores);
    expect(readdirSync(within).filter((file) => file.startsWith("."))).toEqual([]);
  });

  it.each(HOSTILE)("a column of Parquet, an id there, and a table: %j", async (name) => {
    const file = join(folder, "log.parquet");
    const id = `CASE customer_id WHEN 'a' THEN ${literal(name)} ELSE customer_id END`;
    const rows = `SELECT ${id} AS customer_id, date, amount AS ${identifier(name)} FROM (${ROWS_SQL})`;
    await session.run(`COPY (${rows}) TO ${literal(file)} (FORMAT parquet)`);
    expect(await base(file, "--value", name)).toBe(baseOf(name));
    const shop = await database(join(folder, "shop.duckdb"), name);
    const bytes = readFileSync(shop);
    expect(await base(shop, "--table", name)).toBe(baseOf());
    expect(await base(shop, "--query", `SELECT * FROM ${identifier(name)}`)).toBe(baseOf());
    await expect(base(shop, "--table", `${name}2`)).rejects.toThrow(ClvError);
    expect(readFileSync(shop).equals(bytes)).toBe(true);
  });

  it.each([
    ...HOSTILE,
    "SELECT * FROM log; DROP TABLE canary",
    "SELECT * FROM log; SELECT * FROM log",
    "SELECT * FROM log)); COPY (SELECT 1) TO 'CANARY'; SELECT * FROM ((SELECT * FROM log",
    "DROP TABLE canary",
    "INSERT INTO canary VALUES (2) RETURNING *",
    "COPY log TO 'CANARY'",
    "SELECT * FROM log /* and",
    "",
    ";",
  ])("a query that is none: %j", async (query) => {
    const shop = await database(join(folder, "shop.duckdb"), "log");
    const bytes = readFileSync(shop);
    const asked = query.replace("CANARY", join(folder, "canary"));
    await expect(base(shop, "--query", asked)).rejects.toThrow(ClvError);
    expect(readFileSync(shop).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(["shop.duckdb"]);
  });

  it.each(["SELECT * FROM log;", "SELECT * FROM log -- all of it", "FROM log ; \n", "WITH l AS (FROM log) FROM l"])(
    "a query in everyday dress is read: %j",
    async (query) => {
      expect(await base(await database(join(folder, "shop.duckdb"), "log"), "--query", query)).toBe(baseOf());
    },
  );

  it("a folder called column=value gives a column where the files have none of the name, and hides none", async () => {
    for (const [name, format] of [
      ["log.parquet", "parquet"],
      ["log.ndjson", "json"],
    ] as const) {
      for (const day of ["2024-01-05", "2024-03-05", "2024-02-05"]) {
        const within = join(folder, format, `date=${day}`);
        mkdirSync(within, { recursive: true });
        const rows = `SELECT customer_id, amount FROM (${ROWS_SQL}) WHERE date = '${day}'`;
        await session.run(`COPY (${rows}) TO ${literal(join(within, name))} (FORMAT ${format})`);
      }
      expect(await base(join(folder, format, "*", name))).toBe(baseOf());
    }
  });

  it("a backslash beside a character of patterns, which DuckDB can't be told apart, is refused", async () => {
    const log = write("\\*.csv", logOf());
    write("a.csv", DECOY);
    await expect(base(log)).rejects.toThrow("no backslash in a path with *, ? or [");
    expect(await base(log, "--engine", "memory")).toBe(baseOf());
  });

  it("limits are checked", async () => {
    const log = write("log.csv", logOf());
    for (const flag of ["--memory-limit", "--threads"]) {
      for (const text of HOSTILE) await expect(base(log, flag, text), text).rejects.toThrow(ClvError);
    }
  });
});

it("a path with NUL, which no command line can hold, is refused as every other path that can't be", async () => {
  const [log, path] = [write("log.csv", logOf()), join(folder, "a\0b")];
  for (const engine of ["memory", "duckdb"]) {
    for (const args of [[path], [log, "-o", path], [log, "-o", `${path}.csv`]]) {
      await expect(clv("summarize", ...(args as [string]), "--engine", engine)).rejects.toThrow(ClvError);
    }
  }
  for (const args of [
    [log, "-o", `${path}.parquet`],
    [log, "-o", `${path}.duckdb`],
    [log, "--temp-directory", path],
  ]) {
    await expect(clv("summarize", ...args)).rejects.toThrow(ClvError);
  }
  expect(readdirSync(folder)).toEqual(["log.csv"]);
});
