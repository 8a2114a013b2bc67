import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { openSession } from "../../src/sql/duckdb/session.ts";
import { fetchSpendClasses } from "../../src/sql/steps/spend-classes-sql.ts";
import { trinoAddress } from "../../src/sql/trino/address.ts";
import { openTrino } from "../../src/sql/trino/session.ts";
import { CLUSTER, clvBeside, rows, tableOf, workingTables } from "./support.ts";

const LOG = "datasets/cdnow-like/log.csv";
const folder = mkdtempSync(join(tmpdir(), "clv-cluster-"));
/** Below the root, where its packages are found. */
const main = "dist/interrupted/main.js";
const odd = join(folder, "odd.csv");

function clv(...args: string[]): Promise<{ code: number; stderr: string }> {
  return clvBeside(args);
}

beforeAll(async () => {
  await rows("CREATE SCHEMA IF NOT EXISTS ice.shop");
  await tableOf("ice.shop.text", LOG);
  await rows("DROP TABLE IF EXISTS ice.shop.typed");
  await rows(
    "CREATE TABLE ice.shop.typed AS SELECT customer_id, CAST(date AS DATE) AS date, CAST(amount AS DECIMAL(12, 2)) AS amount FROM ice.shop.text",
  );
  // Returns, several rows a day, ids beyond ASCII and with quotes.
  const ids = ["Ünal", "o'neil", 'a""b', "😀", "z"];
  const lines = Array.from({ length: 400 }, (_, k) => {
    const at = new Date(Date.UTC(2024, 2, 1) + ((k * 7919) % 200) * 11 * 3_600_000).toISOString().slice(0, 19);
    return `"${ids[k % 5]}${k % 60}",${at},${k % 17 === 0 ? "-" : ""}${((k * 37) % 9000) / 100 + 1}`;
  });
  writeFileSync(odd, `customer,date,value\n${lines.join("\n")}\n`);
  await tableOf("ice.shop.odd", odd, { date: "VARCHAR" });
});

const CASES = {
  "a typed log": ["typed", LOG, "--unit", "week"],
  "a log of text, with a holdout": ["text", LOG, "--unit", "week", "--split", "1998-01-01", "--score-at", "split"],
  "returns and odd ids": ["odd", odd, "--unit", "day", "--returns", "match"],
  "purchases by hour": ["odd", odd, "--unit", "hour", "--grain", "hour", "--returns", "drop"],
} as const;

describe.concurrent("two workers give the bits of DuckDB", () => {
  it.for(Object.entries(CASES))("of %s", async ([name, [table, file, ...flags]], { expect }) => {
    const [there, here] = ["there", "here"].map((where) => join(folder, `${name} ${where}`)) as [string, string];
    const run = (log: string, out: string) =>
      clv("run", log, "--model", "bg-nbd", ...flags, "--no-report", "--quiet", "-o", out);
    expect(await run(file, here)).toMatchObject({ code: 0 });
    expect(await run(`${CLUSTER}/ice/shop/${table}`, there)).toMatchObject({ code: 0, stderr: "" });
    for (const made of ["base.csv", "model.json", "scores.csv"])
      expect(readFileSync(join(there, made), "utf8"), made).toBe(readFileSync(join(here, made), "utf8"));
  });
});

it("two workers have done it, and left no working table", async () => {
  const nodes = await rows("SELECT DISTINCT node_id FROM system.runtime.tasks WHERE node_id LIKE 'worker%'");
  expect(nodes).toHaveLength(2);
  expect(await workingTables()).toEqual([]);
});

it("sums the classes of spend to the bits of DuckDB", async () => {
  const totals = (log: string): string =>
    `(SELECT CAST(count(*) AS DOUBLE) AS frequency, CAST(sum(amount) * 1000000 AS BIGINT) AS spent FROM ${log} GROUP BY customer_id) AS base`;
  const address = trinoAddress(`${CLUSTER}/ice/shop`);
  const there = openTrino({ address, user: "clv" }, address);
  const here = await openSession({ memoryLimit: "500MB" });
  try {
    const typed = `(SELECT customer_id, CAST(amount AS DECIMAL(12, 2)) AS amount FROM '${LOG}')`;
    const classes = await fetchSpendClasses(there, totals("ice.shop.typed"));
    expect(classes.count.length).toBeGreaterThan(900);
    expect(classes).toEqual(await fetchSpendClasses(here, totals(typed)));
  } finally {
    await Promise.all([there.close(), here.close()]);
  }
});

describe("tables of the cluster", () => {
  it("are made at one stroke, with the fingerprint of the model, and replaced only where they are ours", async () => {
    const place = `${CLUSTER}/ice/shop/made`;
    const base = () => clv("summarize", `${CLUSTER}/ice/shop/typed`, "--unit", "week", "--quiet", "-o", place);
    expect(await base()).toMatchObject({ code: 0, stderr: "" });
    expect(await base()).toMatchObject({ code: 0, stderr: "" });
    expect(await rows("SELECT count(*) FROM ice.shop.made")).toEqual([[2357]]);
    const foreign = await clv("summarize", `${CLUSTER}/ice/shop/typed`, "-o", `${CLUSTER}/ice/shop/text`);
    expect(foreign.code).toBe(2);
    expect(foreign.stderr).toContain("expected no file there, or one that clv wrote");
  });
});

describe("what goes wrong", () => {
  it("is told of bad rows by a query that counts them", async () => {
    await rows("DROP TABLE IF EXISTS ice.shop.bad");
    await rows(
      "CREATE TABLE ice.shop.bad AS SELECT * FROM ice.shop.text UNION ALL SELECT * FROM (VALUES ('x', '2024-13-01', '1'), (NULL, '2024-01-01', '1'), ('y', '2024-01-01', 'much')) AS t",
    );
    const { code, stderr } = await clv("summarize", `${CLUSTER}/ice/shop/bad`);
    expect(code).toBe(1);
    expect(stderr).toContain("rows 1 without an id, 1 without a date, 1 without a number");
    expect(await workingTables()).toEqual([]);
  });

  it("leaves no working table at an interrupt", async () => {
    // A signal needs a process. The command is bundled as `npm run bundle` does, without the types of a whole build.
    const entries = [join("src", "cli", "main.ts"), join("src", "run", "worker.ts")];
    const flags = ["--bundle", "--packages=external", "--format=esm", "--platform=node", "--log-level=warning"];
    execFileSync("npx", ["esbuild", ...entries, ...flags, `--outdir=${dirname(main)}`, "--entry-names=[name]"]);
    const child = spawn("node", [
      main,
      "run",
      "--model",
      "bg-nbd",
      `${CLUSTER}/ice/shop/typed`,
      "--unit",
      "week",
      "-o",
      join(folder, "stopped"),
    ]);
    while ((await workingTables()).length === 0) await pause(20);
    child.kill("SIGINT");
    const code = await new Promise((resolve) => child.on("exit", resolve));
    expect(code).toBe(130);
    expect(await workingTables()).toEqual([]);
  });
});
