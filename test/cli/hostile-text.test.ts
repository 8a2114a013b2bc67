import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { predictCustomers } from "../../src/cli/commands/predict.ts";
import { runLog } from "../../src/cli/commands/run.ts";
import { summarizeLog } from "../../src/cli/commands/summarize.ts";
import type { Outcome } from "../../src/cli/outcome.ts";
import { parse } from "../../src/cli/parse.ts";
import { ClvError } from "../../src/errors.ts";
import { type DuckdbSession, openSession } from "../../src/sql/duckdb/session.ts";
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
/**
 * The possible contents of cells and columns, in groups for one file each. A file with line breaks or NUL in its text
 * may be read in another way than the rest.
 */
const GROUPS = [
  ["of one line", HOSTILE.filter((text) => !text.includes("\n"))],
  ["of two lines", HOSTILE.filter((text) => text.includes("\n"))],
  ["with NUL, which no path holds", ["x\0y", "\0"]],
] as const;
/**
 * Folders within folders, one for each text, in groups for one path each. A text that looks like a pattern is not
 * beside a backslash, and DuckDB makes no file in a path with a question mark.
 */
const PATHS = [
  ["no pattern", HOSTILE.filter((text) => !/[*?[]/.test(text))],
  ["patterns", HOSTILE.filter((text) => /[*[]/.test(text))],
  ["a pattern with a question mark", HOSTILE.filter((text) => text.includes("?"))],
].map(([what, texts]) => [what, (texts as string[]).map((text) => text.replaceAll("/", "_"))] as [string, string[]]);
const COMMANDS = { run: runLog, summarize: summarizeLog, predict: predictCustomers };

const top = temporaryFolder();
let folder: string;
let session: DuckdbSession;
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

/** The file names of a group that are tried: all are folders above them. Those that begin or end like a home folder, a pattern or a quote mean something there. */
function some(names: readonly string[]): readonly string[] {
  return [...new Set([...names.filter((name) => /^~|[*?']/.test(name)), names.at(-1)!])];
}

/** The texts that end a literal or a name of SQL too early, all texts where there are none. */
function withQuotes(texts: readonly string[]): readonly string[] {
  const quotes = texts.filter((text) => /['"]/.test(text));
  return quotes.length > 0 ? quotes : texts;
}

/** The ways to try with the text at `place`: each in turn where there are many texts, all where there are few. */
function inTurn<Way>(ways: readonly Way[], place: number, texts: readonly string[]): readonly Way[] {
  return texts.length < ways.length ? ways : [ways[place % ways.length]!];
}

/** The wrong ones among texts that must each be refused, so that a failure names them all. */
async function notRefused(texts: readonly string[], command: (text: string) => Promise<unknown>): Promise<string[]> {
  const wrong: string[] = [];
  for (const text of texts) {
    const error = await command(text).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(error instanceof ClvError)) wrong.push(text);
  }
  return wrong;
}

const field = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const identifier = field;
const literal = (text: string): string => `'${text.replaceAll("'", "''").split("\0").join("' || chr(0) || '")}'`;
const HEADER = ["customer_id", "date", "amount"];
/** Names of columns: a customer, a date and a value, again and again. */
const ROLES = [...HOSTILE, "another"];
const DECOY = `${HEADER}\ndecoy,2024-01-05,3\n`;
const ROWS =
  "FROM (VALUES ('a', DATE '2024-01-05', 3.0), ('a', DATE '2024-03-05', 5.0), ('b', DATE '2024-02-05', 4.0))";
const ROWS_SQL = `SELECT * ${ROWS} log(customer_id, date, amount)`;

/** A log of customer b and others, worked out by hand in {@link baseOf}. */
function logOf(ids: readonly string[] = ["a"], header: readonly string[] = HEADER): string {
  const rows = ids.flatMap((id) => [`${field(id)},2024-01-05,3`, `${field(id)},2024-03-05,5`]);
  return `${[header.map(field), ...rows, "b,2024-02-05,4"].join("\n")}\n`;
}

/** The base of {@link logOf}, in the order of the ids' bytes; of `ids` each has bought as "a" has. */
function baseOf(ids: readonly string[] = ["a"]): string {
  const written = (id: string): string => (/[",\n]/.test(id) ? field(id) : id);
  const rows = [...ids, "b"]
    .sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    .map((id) => (id === "b" ? "b,0,0,29,,2024-02-05,2024-02-05" : `${written(id)},1,60,60,5,2024-01-05,2024-03-05`));
  return `${["customer_id,frequency,recency,T,monetary_value,first_date,last_date", ...rows].join("\n")}\n`;
}

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe.each(["memory", "duckdb"])("hostile text stays text: %s", (engine) => {
  async function base(log: string, ...flags: string[]): Promise<string> {
    const output = join(folder, "base.csv");
    await clv("summarize", log, "--engine", engine, ...flags, "-o", output);
    return readFileSync(output, "utf8");
  }

  it.each(GROUPS)("as customer ids: %s", async (_, ids) => {
    expect(await base(write("log.csv", logOf(ids)))).toBe(baseOf(ids));
  });

  it.each(GROUPS)("as the names of columns: %s", async (_, names) => {
    const others = [...names, "another", "one more"].slice(0, Math.max(3, names.length));
    for (let k = 0; k < others.length; k += 3) {
      const [customer, date, value] = [0, 1, 2].map((step) => others[(k + step) % others.length]!);
      const log = write("log.csv", logOf(["a"], [customer!, date!, value!]));
      expect(await base(log, "--customer", customer!, "--date", date!, "--value", value!)).toBe(baseOf());
    }
    const log = write("log.csv", logOf());
    expect(await notRefused(withQuotes(names), (name) => base(log, "--customer", name))).toEqual([]);
  });

  it.each(GROUPS)("as dates and as values, which they are not: %s", async (_, texts) => {
    const bad = texts.flatMap((text) => [`c,${field(text)},4`, `c,2024-02-05,${field(text)}`]);
    const log = write("log.csv", `${logOf()}${bad.join("\n")}\n`);
    for (const row of bad.slice(0, 2))
      await expect(base(write("bad.csv", `${logOf()}${row}\n`))).rejects.toThrow(ClvError);
    expect(await base(log, "--on-bad-row", "skip")).toBe(baseOf());
    const rejected = readFileSync(join(folder, "rejected.csv"), "utf8");
    expect(rejected).toMatch(/^row,reason,column,value,record\n5,/);
    const reasons = [...rejected.matchAll(/^\d+,(unreadable-\w+),/gm)].map(([, reason]) => reason);
    expect(reasons).toEqual(texts.flatMap(() => ["unreadable-date", "unreadable-value"]));
  });

  it.each(PATHS)("as the names of files and folders, in and out: %s", async (_, names) => {
    let within = folder;
    for (const own of names) {
      // A name that is taken for a pattern, or cut, finds one of these.
      for (const decoy of ["a", "ab", "aa", "b", own.slice(0, -1)]) {
        writeFileSync(join(within, `${decoy}.csv`), DECOY);
        const beside = join(within, decoy, ...names.slice(names.indexOf(own) + 1));
        mkdirSync(beside, { recursive: true });
        for (const name of names) writeFileSync(join(beside, `${name}.csv`), DECOY);
      }
      within = join(within, own);
      mkdirSync(within, { recursive: true });
    }
    for (const own of names) writeFileSync(join(within, `${own}.csv`), logOf([own]));
    const there = readdirSync(within);
    for (const own of some(names)) {
      await clv("summarize", join(within, `${own}.csv`), "--engine", engine, "-o", join(within, `${own}.txt`));
      expect(readFileSync(join(within, `${own}.txt`), "utf8"), own).toBe(baseOf([own]));
    }
    expect(readdirSync(within).sort()).toEqual([...there, ...some(names).map((own) => `${own}.txt`)].sort());
    expect(readdirSync(folder)).not.toContain("canary");
  });

  it.each(["value", "time-zone", "from", "until", "split", "date"])("in --%s", async (flag) => {
    const log = write("log.csv", logOf());
    // A column is looked for in the log, and all else is refused before one is opened.
    const texts = ["value", "date"].includes(flag) ? withQuotes(HOSTILE) : HOSTILE;
    expect(await notRefused(texts, (text) => base(log, `--${flag}`, text))).toEqual([]);
    expect(readdirSync(folder)).toEqual(["log.csv"]);
  });

  it.each([["--horizon"], ["--horizon 1y --columns"]])("in %s of predict", async (flags) => {
    const log = write("log.csv", logOf());
    const asked = ["--model", shippedModel, "--engine", engine, "-o", join(folder, "scores.csv")];
    const texts = withQuotes(HOSTILE);
    expect(await notRefused(texts, (text) => clv("predict", log, ...asked, ...flags.split(" "), text))).toEqual([]);
    expect(readdirSync(folder)).toEqual(["log.csv"]);
  });

  it("as the names that --columns gives", async () => {
    const names = HOSTILE.map((text) => text.replaceAll(",", ""));
    const rows = write("rows.csv", logOf().slice(logOf().indexOf("\n") + 1));
    for (let k = 0; k < names.length; k += 3) {
      const [customer, date, value] = [...names, ...names].slice(k, k + 3);
      const given = ["--columns", `${customer},${date},${value}`, "--date", date!, "--value", value!];
      expect(await base(rows, "--no-header", ...given, "--customer", customer!)).toBe(baseOf());
    }
    expect(readdirSync(folder).sort()).toEqual(["base.csv", "rows.csv"]);
  });
});

describe("hostile text stays text: where only DuckDB reads and writes", () => {
  /** What each test reads, made once. */
  let made: { readonly parquet: string; readonly ndjson: string; readonly shop: string; readonly columns: string };

  beforeAll(async () => {
    const within = mkdtempSync(join(top, "made-"));
    made = {
      parquet: join(within, "log.parquet"),
      ndjson: join(within, "log.ndjson"),
      shop: join(within, "shop.duckdb"),
      columns: join(within, "columns.parquet"),
    };
    await session.run(`COPY (${ROWS_SQL}) TO ${literal(made.parquet)} (FORMAT parquet)`);
    await session.run(`COPY (${ROWS_SQL}) TO ${literal(made.ndjson)} (FORMAT json)`);
    await session.run(`ATTACH ${literal(made.shop)} AS made`);
    for (const table of ["log", ...HOSTILE]) {
      await session.run(`CREATE TABLE made.${identifier(table)} AS ${ROWS_SQL}`);
    }
    await session.run("CREATE TABLE made.canary AS SELECT 1 AS alive");
    await session.run("DETACH made");
    // Each id has bought as "a" has, and each name belongs to a column of customers, dates or values.
    const ids = HOSTILE.map((id) => `(${literal(id)})`).join(", ");
    const rows = `SELECT id AS customer_id, date, amount FROM (${ROWS_SQL}), (VALUES ${ids}) ids(id) WHERE customer_id = 'a'`;
    const all = `(${rows} UNION ALL FROM (${ROWS_SQL}) WHERE customer_id = 'b')`;
    const columns = ROLES.map((name, k) => `${HEADER[k % 3]} AS ${identifier(name)}`);
    const selected = `SELECT ${columns.join(", ")} FROM ${all}`;
    await session.run(`COPY (${selected}) TO ${literal(made.columns)} (FORMAT parquet)`);
  });

  async function base(log: string, ...flags: string[]): Promise<string> {
    const output = join(folder, "base.csv");
    await clv("summarize", log, ...flags, "-o", output);
    return readFileSync(output, "utf8");
  }

  it.each(PATHS)("a folder, a pattern and the place to spill to: %s", async (what, names) => {
    const within = join(folder, ...names);
    mkdirSync(within, { recursive: true });
    writeFileSync(join(within, "1.csv"), logOf());
    const spill = join(within, "spill");
    // Of a pattern no part can be meant letter by letter, and DuckDB takes \ for a slash there.
    const readable = names.filter((name) => !name.includes("\\"));
    const other = join(folder, "other", ...readable);
    mkdirSync(other, { recursive: true });
    writeFileSync(join(other, "1.csv"), logOf());
    if (what === "no pattern") expect(await base(join(other, "*.csv"))).toBe(baseOf());
    expect(await base(within, "--temp-directory", spill)).toBe(baseOf());
    expect(readdirSync(spill)).toEqual([]);
    expect(readdirSync(within).sort()).toEqual(["1.csv", "spill"]);
  });

  it.each(PATHS)("Parquet, JSON and a database in and by such names: %s", async (_, names) => {
    const within = join(folder, ...names);
    mkdirSync(within, { recursive: true });
    const formats = [
      ["parquet", made.parquet],
      ["ndjson", made.ndjson],
      ["duckdb", made.shop, "--table", "log"],
    ] as const;
    for (const [k, own] of some(names).entries()) {
      for (const [ending, plain, ...flags] of inTurn(formats, k, some(names))) {
        const file = join(within, `${own}.${ending}`);
        copyFileSync(plain, file);
        expect(await base(file, ...flags), file).toBe(baseOf());
      }
    }
  });

  it.each(PATHS)("scores written to Parquet and to a database in and by such names: %s", async (_, names) => {
    const log = write("log.csv", logOf());
    const scored = async (output: string): Promise<unknown> => {
      const { summary } = await clv("predict", log, "--model", shippedModel, "--horizon", "1y", "-o", output);
      return (summary as { scores: unknown }).scores;
    };
    const plain = join(folder, "plain-scores.parquet");
    const scores = await scored(plain);
    const within = join(folder, ...names);
    mkdirSync(within, { recursive: true });
    for (const [k, own] of some(names).entries()) {
      for (const ending of inTurn(["parquet", "duckdb"], k, some(names))) {
        const file = join(within, `${own} 2.${ending}`);
        if (ending === "duckdb" && own.includes("?")) await expect(scored(file)).rejects.toThrow(ClvError);
        else expect(await scored(file), own).toEqual(scores);
        if (ending === "parquet") expect(readFileSync(file), own).toEqual(readFileSync(plain));
      }
    }
    expect(readdirSync(within).filter((file) => file.startsWith("."))).toEqual([]);
  });

  it("ids and the names of columns of Parquet", async () => {
    for (let k = 0; k < ROLES.length; k += 3) {
      const [customer, date, value] = ROLES.slice(k, k + 3);
      const flags = ["--customer", customer!, "--date", date!, "--value", value!];
      expect(await base(made.columns, ...flags), customer).toBe(baseOf(HOSTILE));
    }
  });

  it("a table, in --table and in a query", async () => {
    const bytes = readFileSync(made.shop);
    for (const name of [...withQuotes(HOSTILE), "x\ny", "/* x", "a*", "$1 $(touch canary) `touch canary`"])
      expect(await base(made.shop, "--table", name), name).toBe(baseOf());
    const all = HOSTILE.map((name) => `SELECT * FROM ${identifier(name)}`).join(" UNION ");
    expect(await base(made.shop, "--query", all)).toBe(baseOf());
    expect(await notRefused(withQuotes(HOSTILE), (name) => base(made.shop, "--table", `${name}2`))).toEqual([]);
    expect(readFileSync(made.shop).equals(bytes)).toBe(true);
  });

  it("a query that is none", async () => {
    const queries = [
      ...HOSTILE.filter((text) => /['"]|--|\*\/|\n|:/.test(text)),
      "SELECT * FROM log; DROP TABLE canary",
      "SELECT * FROM log; SELECT * FROM log",
      "SELECT * FROM log)); COPY (SELECT 1) TO 'CANARY'; SELECT * FROM ((SELECT * FROM log",
      "DROP TABLE canary",
      "INSERT INTO canary VALUES (2) RETURNING *",
      "COPY log TO 'CANARY'",
      "SELECT * FROM log /* and",
      "",
      ";",
    ];
    const bytes = readFileSync(made.shop);
    const canary = join(folder, "canary");
    expect(await notRefused(queries, (query) => base(made.shop, "--query", query.replace("CANARY", canary)))).toEqual(
      [],
    );
    expect(readFileSync(made.shop).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(["SELECT * FROM log;", "SELECT * FROM log -- all of it", "FROM log ; \n", "WITH l AS (FROM log) FROM l"])(
    "a query in everyday dress is read: %j",
    async (query) => {
      expect(await base(made.shop, "--query", query)).toBe(baseOf());
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
