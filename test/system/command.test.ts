import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import {
  clv,
  clvHere,
  ended,
  fewCustomers,
  type Ran,
  root,
  shippedLog,
  started,
  temporaryFolder,
} from "../support/clv.ts";

const log = fewCustomers();
const rows = log.trimEnd().split("\n").slice(1);
const customers = new Set(rows.map((row) => row.split(",")[0]!)).size;
const model = join(root, "models/bg-nbd/fitted/cdnow.json");
const folder = temporaryFolder();

let ran: Ran;

beforeAll(async () => {
  writeFileSync(join(folder, "log.csv"), log);
  ran = await clvHere(["run", "log.csv", "--model", "bg-nbd", "--unit", "week", "--split", "1997-10-01", "-o", "out"], {
    cwd: folder,
  });
});

test("run: every file is written, the report is on stdout, the notices are on stderr, the rows add up", () => {
  const { code, stdout, stderr } = ran;
  expect(code).toBe(0);
  expect(readdirSync(join(folder, "out")).sort()).toEqual([
    "base.csv",
    "model.json",
    "report.html",
    "scores.csv",
    "summary.json",
  ]);
  for (const part of [
    "Log",
    "Customer base",
    "Purchases: BG/NBD",
    "Spend per purchase",
    "Holdout",
    "Scores",
    "worth most",
    "Files",
  ]) {
    expect(stdout).toContain(part);
  }
  expect(stdout).toMatch(/gradient per customer \S+ ≤ 1e-9, (Newton step \S+ ≤ 1e-10|a further step would gain less)/);
  expect(stderr).toMatch(/^note: Observation ends on 1998-06-30/m);
  const summary = JSON.parse(readFileSync(join(folder, "out/summary.json"), "utf8"));
  const { used, merged, cancelled, before, after, newInHoldout, rejected, returnsDropped } = summary.log;
  expect(used + merged + cancelled + before + after + newInHoldout + rejected.count + returnsDropped).toBe(rows.length);
  expect(summary.log.rows).toBe(rows.length);
});

test("scores are sorted by id, complete, and read back to the last bit as the model predicts", () => {
  const [header, ...rows] = readFileSync(join(folder, "out/scores.csv"), "utf8").trimEnd().split("\n");
  expect(header).toBe(
    "customer_id,p_alive,expected_purchases,probability_of_purchase,expected_spend,clv,clv_undiscounted",
  );
  const ids = rows.map((row) => row.split(",")[0]!);
  expect(ids).toEqual([...ids].sort());
  expect(ids).toHaveLength(customers);
  expect(customers).toBe(200);
  for (const row of rows) expect(row).toMatch(/^\d{4}(,\d[\d.e-]*){6}$/);
});

test("the same by pieces: summarize, fit and predict make the same files", async () => {
  const unit = ["--unit", "week"];
  const until = ["--until", "1997-09-30"];
  const steps = [
    [
      "run",
      "log.csv",
      "--model",
      "bg-nbd",
      ...unit,
      "--split",
      "1997-10-01",
      "--score-at",
      "split",
      "--no-report",
      "-o",
      "at-split",
    ],
    ["summarize", "log.csv", ...unit, "--split", "1997-10-01", "-o", "base.csv"],
    ["fit", "base.csv", "-o", "model.json"],
    ["fit", "log.csv", ...unit, ...until, "-o", "model2.json"],
    ["predict", "base.csv", "--model", "model.json", "--horizon", "39w", "-o", "scores.csv"],
    ["predict", "log.csv", ...until, "--model", "model.json", "--horizon", "39w", "-o", "scores2.csv"],
  ];
  for (const step of steps) expect((await clvHere(step, { cwd: folder })).code).toBe(0);
  const text = (name: string): string => readFileSync(join(folder, name), "utf8");
  expect(text("base.csv")).toBe(text("at-split/base.csv"));
  expect(text("model.json")).toBe(text("at-split/model.json"));
  expect(text("model2.json")).toBe(text("at-split/model.json"));
  expect(text("scores.csv")).toBe(text("at-split/scores.csv"));
  expect(text("scores2.csv")).toBe(text("at-split/scores.csv"));
});

test("pipes: gzip on stdin, the base through a pipe, scores on stdout and nothing else", async () => {
  const base = await clv(["summarize", "-", "--unit", "day", "-o", "-"], { input: gzipSync(log) });
  const args = ["predict", "-", "--model", model, "--horizon", "90d", "-o", "-"];
  const { code, stdout, stderr } = await clv(args, { input: base.stdout });
  expect(code).toBe(0);
  expect(stdout.split("\n")).toHaveLength(customers + 2);
  expect(stderr).toContain("The customer base is in days and the model in weeks");
  expect(stderr).toContain("The model was fitted to other data");
});

test("--json is one document on stdout; --quiet says nothing", async () => {
  const { stdout } = await clvHere(["fit", "log.csv", "--unit", "week", "--json"], { cwd: folder });
  const { model: fitted } = JSON.parse(stdout);
  expect(fitted.purchase).toMatchObject({ model: "bg-nbd", converged: true, stop: "stationary" });
  expect(await clv(["fit", "log.csv", "--quiet"], { cwd: folder })).toEqual({
    code: 0,
    signal: null,
    stdout: "",
    stderr: "",
  });
});

test("inspect shows what was fitted, and refuses what is no model", async () => {
  const { stdout } = await clvHere(["inspect", model]);
  expect(stdout).toMatch(/r +0\.2426 +0\.0126/);
  expect(await clvHere(["inspect", shippedLog])).toMatchObject({ code: 1, stdout: "" });
});

test("simulate: the same seed the same bytes, another seed others", async () => {
  const args = [
    "simulate",
    "--model",
    model,
    "--customers",
    "50",
    "--from",
    "2024-01-01",
    "--until",
    "2024-12-31",
    "-o",
    "-",
  ];
  const [one, again, other] = await Promise.all(
    ["1", "1", "2"].map(async (seed) => (await clvHere([...args, "--seed", seed])).stdout),
  );
  expect(one).toMatch(/^customer_id,date,amount\n01,2024-/);
  expect(again).toBe(one);
  expect(other).not.toBe(one);
});

test("what the data can't identify is not printed as an estimate; nothing is predicted from no repeat purchase", async () => {
  const once = "customer_id,date\n1,2024-01-01\n2,2024-01-05\n3,2024-02-01\n";
  const fitted = await clvHere(["fit", "-", "--value", "none"], { input: once });
  expect(fitted.code).toBe(0);
  expect(fitted.stdout.match(/not identified/g)).toHaveLength(4);
  expect(fitted.stderr).toContain("warning: No customer has bought twice");
  expect(await clvHere(["run", "-", "--value", "none", "-o", "never"], { cwd: folder, input: once })).toMatchObject({
    code: 1,
    stdout: "",
  });
  expect(readdirSync(folder)).not.toContain("never");
});

test("a reader that has seen enough is no failure", async () => {
  const child = started(["summarize", shippedLog, "-o", "-", "--quiet"], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout!.once("data", () => child.stdout!.destroy());
  expect(await ended(child)).toMatchObject({ code: 0, stderr: "" });
});

test("wrong usage: exit 2, the nearest name, nothing on stdout", async () => {
  for (const [args, message] of [
    [["run", "log.csv", "--horizn", "1y"], "Did you mean --horizon?"],
    [["sumarize", "log.csv"], "Did you mean summarize?"],
    [["predict", "log.csv", "--model", model], "expected --horizon"],
    [["predict", "log.csv", "--model", model, "--horizon", "soon"], "90d"],
    [["predict", "log.csv", "--model", model, "--horizon", "1y", "--unit", "day"], "as the model was fitted"],
    [["predict", "out/base.csv", "--model", model, "--horizon", "1y", "--until", "1997-09-30"], "a customer base"],
    [["summarize", "log.csv", "-o", "-", "--json"], "standard output for the summary alone"],
    [["run", "log.csv", "-o", "-"], "a folder"],
    [[], "expected a command"],
  ] as const) {
    const { code, stdout, stderr } = await clvHere(args, { cwd: folder });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect([code, stdout]).toEqual([2, ""]);
  }
});

test("off a terminal, and by NO_COLOR, output is plain", async () => {
  const { stdout, stderr } = await clv(["run", "log.csv", "--model", "bg-nbd", "--no-report", "-o", "plain"], {
    cwd: folder,
    env: { NO_COLOR: "1", FORCE_COLOR: "" },
  });
  expect(stdout + stderr).not.toContain("\u001b");
});

test("a name that looks like an address or a home folder is a file in this folder, and can't move the cursor", async () => {
  const here = temporaryFolder();
  const named = ["~log.csv", "~", "s3:log.csv", "sqlite:log", "-log.csv", "\u001b[2J\nlog.csv"];
  const outputs = ["base.csv", "~base.parquet", "~base.duckdb", "sqlite:base.duckdb", "~base", "\u001b[2J\nbase.csv"];
  const controls = /\p{Cc}/u;
  for (const [k, name] of named.entries()) {
    writeFileSync(join(here, name), fewCustomers(20));
    const run = (output: string) =>
      clvHere(["summarize", "--unit", "week", "--temp-directory", "~spill", "-o", output, "--", name], { cwd: here });
    const { code, stdout, stderr } = await run(outputs[k]!);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^note: Observation ends[^\n]+\n$/)]);
    expect(stdout.replaceAll("\n", "")).not.toMatch(controls);
    const refused = await run(`~ no such folder/${name}`);
    expect([refused.code, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr.slice(0, -1)).not.toMatch(controls);
  }
  expect(readdirSync(here).sort()).toEqual([...new Set([...named, ...outputs, "~spill"])].sort());
  expect(readdirSync(join(here, "~spill"))).toEqual([]);
});

test("an id can't move the cursor of a terminal, and stays exact in the files", async () => {
  const id = "\u001b[2J=1+1";
  const input = `customer_id,date,amount\n${id},2024-01-01,10\n${id},2024-02-01,10\n2,2024-01-05,4\n3,2024-02-01,4\n`;
  const { stdout } = await clvHere(["run", "-", "--model", "bg-nbd", "--no-report", "-o", "ids"], {
    cwd: folder,
    input,
  });
  expect(stdout).toContain("\\u{1b}[2J=1+1");
  expect(stdout).not.toContain("\u001b");
  expect(readFileSync(join(folder, "ids/scores.csv"), "utf8")).toContain(`\n${id},`);
});

// There `exports` and `module` are global, by which a library that is no module of its own may be misled.
test.each(["clv", "clv/node", "clv/report"])("a script of node -e, or of standard input, imports %s", (name) => {
  const script = `import(${JSON.stringify(name)}).then((found) => console.log(Object.keys(found).length > 0))`;
  // What differs by the way in is the same for each of them.
  const ways = [{ args: ["-e", script] }, ...(name === "clv/node" ? [{ args: ["-"], input: script }] : [])];
  for (const { args, ...rest } of ways)
    expect(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8", ...rest })).toBe("true\n");
});
