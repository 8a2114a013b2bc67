import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openSession } from "../../src/sql/duckdb/session.ts";
import { clvHere, fewCustomers, shippedLog, temporaryFolder } from "../support/clv.ts";
import { sharedData } from "../support/log.ts";

const folder = temporaryFolder();
const week = ["--unit", "week"];
const few = join(folder, "few.csv");
const model = join(folder, "model.json");

beforeAll(async () => {
  writeFileSync(few, fewCustomers());
  expect((await clvHere(["fit", few, ...week, "-o", model])).code).toBe(0);
});

test("validate: the model beside the rules as a table, and everything as JSON, in a file or on standard output", async () => {
  const path = join(folder, "validation.json");
  const asked = ["validate", few, ...week, "--split", "1997-10-01"];
  const { code, stdout } = await clvHere([...asked, "-o", path]);
  expect(code).toBe(0);
  for (const part of [
    "Purchases from 1997-10-01 to 1998-06-30 (39 weeks), 200 customers known before the split",
    "the model",
    "repeat the past rate",
    "best in hindsight",
    "every customer is average",
    "Their value",
    "Purchases by repeat purchases before the split",
    "Purchases by age at the last purchase",
    "Deciles of the customers by expected value",
    "Repeat purchases by week after the split",
    "Outcome intervals of single customers at 90 %",
    "Goodness of fit before the split",
  ]) {
    expect(stdout).toContain(part);
  }
  const { level, splits } = JSON.parse(readFileSync(path, "utf8"));
  expect(level).toBe(0.9);
  expect(splits).toHaveLength(1);
  expect(splits[0]).toMatchObject({ split: "1997-10-01", until: "1998-06-30", duration: 39, customers: 200 });
  expect(splits[0].tracking.steps).toHaveLength(78);
  expect(splits[0].goodnessOfFit.purchases.bins[0].label).toBe("0");
  const json = await clvHere([...asked, "--json"]);
  expect(json.code).toBe(0);
  expect(JSON.parse(json.stdout).splits).toEqual(splits);
});

test("validate: several splits, and rolling origins, side by side", async () => {
  const dates = ["validate", few, ...week, "--split", "1997-10-01,1998-01-01", "--interval", "0.8"];
  const twice = await clvHere(dates);
  expect(twice.code).toBe(0);
  expect(twice.stdout).toContain("2 splits");
  expect(twice.stdout).toMatch(/1998-01-01 +1998-06-30 +200/);
  const rolling = await clvHere(["validate", few, ...week, "--folds", "3"]);
  expect(rolling.stdout).toContain("3 splits");
});

test("validate: the same of text, Parquet and a table, by either engine, at splits and rolling origins", async () => {
  const here = temporaryFolder();
  const text = fewCustomers();
  writeFileSync(join(here, "log.csv"), text);
  const session = await openSession();
  const from = `(SELECT * FROM read_csv('${join(here, "log.csv")}', all_varchar = true))`;
  await session.run(`COPY ${from} TO '${join(here, "log.parquet")}' (FORMAT parquet)`);
  await session.run(
    `ATTACH '${join(here, "shop.duckdb")}' AS shop; CREATE TABLE shop.sales AS FROM ${from}; DETACH shop`,
  );
  session.close();
  // Where the rows come from makes no difference to the cuts: each kind here sees one split, text alone several origins.
  // `test/sql/duckdb/sources.test.ts` has all kinds.
  for (const [cuts, files] of [
    [
      ["--split", "1998-01-01", "--returns", "drop"],
      [["log.csv"], ["log.parquet"], ["shop.duckdb", "--table", "sales"]],
    ],
    [["--folds", "2", "--grain", "week"], [["log.csv"]]],
  ] as const) {
    const validation = async (...args: string[]) => {
      const { code, stdout, stderr } = await clvHere(["validate", ...args, ...week, ...cuts, "--json"], { cwd: here });
      expect(code, stderr).toBe(0);
      const { splits, log } = JSON.parse(stdout);
      return { splits, log };
    };
    const memory = await validation("log.csv", "--engine", "memory");
    expect(memory.log.engine).toBe("memory");
    for (const args of files) {
      const { splits, log } = await validation(...args);
      expect(log.engine).toBe("duckdb");
      expect(splits, args[0]).toEqual(memory.splits);
    }
  }
}, 120_000);

test("validate refuses neither and both of --split and --folds", async () => {
  for (const flags of [[], ["--split", "1997-10-01", "--folds", "2"]]) {
    const { code, stderr } = await clvHere(["validate", shippedLog, ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain("clv validate: expected one of --split and --folds");
  }
});

// Skipped where the folder ../shared/data, which is no part of the project, is missing.
const sample = sharedData("cdnow-sample.csv");

test.skipIf(sample === undefined)("validate: CDNOW's figures of numbers.md §4.1 (../shared/data)", async () => {
  writeFileSync(join(folder, "cdnow.csv"), sample!);
  const args = ["validate", "cdnow.csv", ...week, "--split", "1997-10-01"];
  const { stdout, stderr } = await clvHere(args, { cwd: folder });
  // MAE .785454, RMSE 1.607982, 1 653.4 expected, 1 882 actual.
  expect(stdout).toMatch(/2,357 customers known before the split: 1,882 actual/);
  expect(stdout).toMatch(/the model +1,653 +-12\.1 % +-0\.097 +0\.7855 +1\.608/);
  expect(stderr).toContain("larger than chance and uncertain parameters explain");
});

test("predict --interval adds a low and a high column to each score, and ranges of the totals, in both engines", async () => {
  const asked = ["predict", few, "--model", model, "--horizon", "52w", "--interval", "0.9"];
  const { code, stdout } = await clvHere([...asked, "-o", join(folder, "scores.csv")]);
  expect(code).toBe(0);
  expect(stdout).toContain("Intervals of the totals at 90 %");
  expect((await clvHere([...asked, "--engine", "memory", "-o", join(folder, "memory.csv")])).code).toBe(0);
  const text = readFileSync(join(folder, "scores.csv"), "utf8");
  expect(readFileSync(join(folder, "memory.csv"), "utf8")).toBe(text);
  const [header, ...rows] = text.trimEnd().split("\n");
  const names = header.split(",");
  expect(names).toEqual([
    "customer_id",
    ...["p_alive", "p_alive_low", "p_alive_high"],
    ...["expected_purchases", "expected_purchases_low", "expected_purchases_high"],
    "probability_of_purchase",
    ...["expected_spend", "expected_spend_low", "expected_spend_high"],
    ...["clv", "clv_low", "clv_high"],
    "clv_undiscounted",
    ...["outcome_purchases_low", "outcome_purchases_high", "outcome_value_low", "outcome_value_high"],
  ]);
  expect(rows).toHaveLength(200);
  for (const row of rows) {
    const fields = row.split(",").map(Number);
    const at = (name: string): number => fields[names.indexOf(name)];
    for (const name of ["p_alive", "expected_purchases", "expected_spend", "clv"]) {
      expect(at(`${name}_low`)).toBeLessThanOrEqual(at(name));
      expect(at(`${name}_high`)).toBeGreaterThanOrEqual(at(name));
    }
    expect(at("outcome_purchases_low")).toBeLessThanOrEqual(at("outcome_purchases_high"));
  }
});

test("run --interval writes them too, with the totals in the summary", async () => {
  const out = join(folder, "out");
  const { code } = await clvHere([
    "run",
    few,
    "--model",
    "bg-nbd",
    ...week,
    "--interval",
    "0.8",
    "--no-report",
    "-o",
    out,
  ]);
  expect(code).toBe(0);
  const { intervals, scores } = JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
  expect(intervals.level).toBe(0.8);
  expect(intervals.estimate.alive.low).toBeLessThan(scores.alive);
  expect(intervals.estimate.alive.high).toBeGreaterThan(scores.alive);
  const segments = intervals.byFrequency as { segment: string; customers: number }[];
  expect(segments.map(({ segment }) => segment)).toEqual(["0", "1", "2 to 4", "5 and more"]);
  expect(segments.reduce((sum, { customers }) => sum + customers, 0)).toBe(200);
  expect(readFileSync(join(out, "scores.csv"), "utf8").split("\n", 1)[0]).toContain("outcome_value_high");
});

test("fit --interval tells how far each parameter is known, the same in both engines", async () => {
  const args = ["fit", few, ...week, "--interval", "0.9"];
  const { code, stdout } = await clvHere([...args, "--json"]);
  expect(code).toBe(0);
  const { intervals, model } = JSON.parse(stdout);
  expect(intervals.map(({ method }: { method: string }) => method)).toEqual(["profile", "profile"]);
  for (const { name, low, high } of intervals[0].parameters) {
    expect(low).toBeLessThan(model.purchase.parameters[name]);
    expect(high).toBeGreaterThan(model.purchase.parameters[name]);
  }
  const memory = await clvHere([...args, "--json", "--engine", "memory"]);
  expect(JSON.parse(memory.stdout).intervals).toEqual(intervals);
  expect((await clvHere(args)).stdout).toContain("Intervals of the parameters at 90 %, by profile likelihood");
});

test("--interval: the same ends in CSV, in Parquet and in a table, from predict and from run", async () => {
  const asked = ["--horizon", "52w", "--interval", "0.9", "--seed", "7"];
  for (const name of ["ends.csv", "ends.parquet", "ends.duckdb"]) {
    const { code, stderr } = await clvHere(["predict", few, "--model", model, ...asked, "-o", join(folder, name)]);
    expect(code, stderr).toBe(0);
  }
  const [csvRun, parquetRun] = ["csv", "parquet"].map((format) => join(folder, `ends-${format}`)) as [string, string];
  for (const out of [csvRun, parquetRun]) {
    const format = out === csvRun ? "csv" : "parquet";
    const args = ["run", few, "--model", "bg-nbd", ...week, ...asked, "--no-report", "--format", format, "-o", out];
    expect((await clvHere(args)).code).toBe(0);
  }
  const session = await openSession();
  await session.run(`ATTACH '${join(folder, "ends.duckdb")}' AS ends (READ_ONLY)`);
  const csv = (path: string): string =>
    `read_csv('${path}', types = {'customer_id': 'VARCHAR', 'outcome_purchases_low': 'DOUBLE', 'outcome_purchases_high': 'DOUBLE'})`;
  const all = [
    csv(join(folder, "ends.csv")),
    `read_parquet('${join(folder, "ends.parquet")}')`,
    "ends.scores",
    csv(join(csvRun, "scores.csv")),
    `read_parquet('${join(parquetRun, "scores.parquet")}')`,
  ];
  const hashes: unknown[] = [];
  for (const from of all) {
    const columns = await session.texts(`SELECT column_name FROM (DESCRIBE SELECT * FROM ${from})`);
    expect(columns).toHaveLength(19);
    const asText = columns.map(
      ([name]) => `CAST(CAST(${name} AS ${name === "customer_id" ? "VARCHAR" : "DOUBLE"}) AS VARCHAR)`,
    );
    const [[hash]] = await session.texts(`SELECT CAST(sum(hash(${asText.join(", ")})) AS VARCHAR) FROM ${from}`);
    hashes.push([columns, hash]);
  }
  session.close();
  for (const hash of hashes) expect(hash).toEqual(hashes[0]);
}, 60_000);

test("--interval refuses what is no probability", async () => {
  const ninety = await clvHere(["predict", few, "--model", model, "--horizon", "52w", "--interval", "90"]);
  expect([ninety.code, ninety.stderr]).toEqual([
    2,
    "error: interval: expected a probability between 0 and 1, got 90\n",
  ]);
});
