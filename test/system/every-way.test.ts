import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { VERSION } from "../../src/io/version.ts";
import { openSession } from "../../src/sql/duckdb/session.ts";
import { clvHere, fewCustomers, main, shippedModel as model, shippedLog, temporaryFolder } from "../support/clv.ts";

const predicting = ["--model", model, "--horizon", "52w", "--quiet"];

test("the same scores by every way in and out", async () => {
  const here = temporaryFolder();
  copyFileSync(shippedLog, join(here, "log.csv"));
  const run = (...args: string[]) => clvHere(args, { cwd: here });
  const read = (name: string): string => readFileSync(join(here, name), "utf8");
  for (const engine of ["memory", "duckdb"]) {
    expect((await run("predict", "log.csv", ...predicting, "--engine", engine, "-o", `${engine}.csv`)).code).toBe(0);
  }
  expect(read("duckdb.csv")).toBe(read("memory.csv"));
  expect(
    (await clvHere(["predict", "-", ...predicting, "-o", "-"], { cwd: here, input: read("log.csv") })).stdout,
  ).toBe((await run("predict", "log.csv", "--model", model, "--horizon", "52w", "-o", "-")).stdout);
  // A base on the way, in each format.
  for (const base of ["base.parquet", "base.duckdb", "base.csv"]) {
    expect((await run("summarize", "log.csv", "--unit", "week", "-o", base, "--quiet")).code).toBe(0);
    expect((await run("predict", base, ...predicting, "-o", "scores.csv")).stderr).toBe("");
    expect(read("scores.csv")).toBe(read("memory.csv"));
  }
  const columns = ["clv", "customer_id", "p_alive"].slice(1).join(",");
  for (const engine of ["memory", "duckdb"]) {
    await run("predict", "log.csv", ...predicting, "--columns", columns, "--engine", engine, "-o", `${engine}.csv`);
    expect(read(`${engine}.csv`).split("\n", 1)[0]).toBe(columns);
  }
  expect(read("duckdb.csv")).toBe(read("memory.csv"));
  // A table beside others in a database that is there.
  const session = await openSession();
  await session.run(
    `ATTACH '${join(here, "shop.duckdb")}' AS shop; CREATE TABLE shop.kept AS SELECT 1 AS x; DETACH shop`,
  );
  expect((await run("predict", "log.csv", ...predicting, "-o", "shop.duckdb")).code).toBe(0);
  await session.run(`ATTACH '${join(here, "shop.duckdb")}' AS shop (READ_ONLY)`);
  const [[customers]] = (await session.texts("SELECT CAST(count(*) AS VARCHAR) FROM shop.scores, shop.kept")) as [
    [string],
  ];
  expect(Number(customers)).toBe(read("memory.csv").trimEnd().split("\n").length - 1);
  session.close();
}, 120_000);

test("a folder of more files than may be open at once", () => {
  const here = temporaryFolder();
  const all = readFileSync(shippedLog, "utf8").trimEnd().split("\n");
  for (let k = 1; k <= 300; k++) writeFileSync(join(here, `${k}.csv`), `${all[0]}\n${all[k]}\n`);
  writeFileSync(join(here, "all"), `${all.slice(0, 301).join("\n")}\n`);
  const command = ['ulimit -n 200; exec "$@"', "bash", process.execPath, main, "summarize"];
  const base = (path: string): string[] => {
    const { stdout, stderr } = spawnSync("bash", ["-c", ...command, path, "-o", "-", "--quiet"], { encoding: "utf8" });
    return [stdout, stderr];
  };
  expect(base(here)).toEqual(base(join(here, "all")));
});

test("a Parquet file of scores carries the model's fingerprint and the terms", async () => {
  const here = temporaryFolder();
  writeFileSync(join(here, "log.csv"), fewCustomers());
  const run = async (...args: string[]) => expect((await clvHere([...args, "--quiet"], { cwd: here })).code).toBe(0);
  const fingerprintIn = (file: string): string => JSON.parse(readFileSync(file, "utf8")).data.sha256;
  const session = await openSession();
  const metadata = async (name: string) => {
    const file = join(here, name);
    return session.texts(`SELECT decode(key), decode(value) FROM parquet_kv_metadata('${file}') ORDER BY key`);
  };
  const terms = ["--margin", "0.3", "--discount-rate", "0.1"];
  await run("predict", "log.csv", "--model", model, "--horizon", "90d", ...terms, "-o", "scores.parquet");
  expect(await metadata("scores.parquet")).toEqual([
    ["clv.discount_rate", "0.1"],
    ["clv.horizon", "90 day"],
    ["clv.margin", "0.3"],
    ["clv.model.sha256", fingerprintIn(model)],
    ["clv.version", VERSION],
  ]);
  await run("predict", "log.csv", "--model", model, "--horizon", "52w", "--columns", "clv", "-o", "clv.parquet");
  expect(await metadata("clv.parquet")).toContainEqual(["clv.model.sha256", fingerprintIn(model)]);
  await run("run", "log.csv", "--model", "bg-nbd", "--unit", "week", "--format", "parquet", "--no-report", "-o", "out");
  const own = fingerprintIn(join(here, "out/model.json"));
  expect(own).not.toBe(fingerprintIn(model));
  expect(await metadata("out/scores.parquet")).toEqual([
    ["clv.discount_rate", "0"],
    ["clv.horizon", "1 year"],
    ["clv.margin", "1"],
    ["clv.model.sha256", own],
    ["clv.version", VERSION],
  ]);
  session.close();
}, 120_000);

test("both engines say when a log ends before the data the model was fitted on, and score it all the same", async () => {
  const here = temporaryFolder();
  writeFileSync(join(here, "log.csv"), fewCustomers());
  const scored = async (until: string, engine: string) => {
    const args = ["predict", "log.csv", "--model", model, "--horizon", "52w", "--until", until, "--engine", engine];
    const { code, stderr } = await clvHere([...args, "-o", "scores.csv"], { cwd: here });
    expect(code).toBe(0);
    expect(stderr).toContain("note: The model was fitted to other data: 2,357 customers, 1997-01-01 to 1997-09-30.");
    return stderr;
  };
  for (const engine of ["memory", "duckdb"]) {
    expect(await scored("1997-09-29", engine)).toContain(
      "warning: Observation ends on 1997-09-29, before the end of the data of the fit, 1997-09-30. ",
    );
    expect(await scored("1997-09-30", engine)).not.toContain("warning:");
    expect(await scored("1998-06-30", engine)).not.toContain("warning:");
  }
});

test("the engine is said, and one that can't do it says why", async () => {
  const here = temporaryFolder();
  writeFileSync(join(here, "log.csv"), fewCustomers());
  const json = async (...args: string[]) => JSON.parse((await clvHere(args, { cwd: here })).stdout);
  expect((await json("summarize", "log.csv", "--json")).log.engine).toBe("duckdb");
  expect((await json("summarize", "log.csv", "--json", "--engine", "memory")).log.engine).toBe("memory");
  const refused = async (...args: string[]) => {
    const { code, stderr } = await clvHere(args, { cwd: here, input: "" });
    expect(code).toBe(2);
    return stderr;
  };
  expect(await refused("summarize", "-", "--engine", "duckdb")).toMatch(/Only memory reads a stream/);
  expect(await refused("summarize", "log.csv", "--engine", "memory", "-o", "base.parquet")).toMatch(
    /CSV, which memory writes/,
  );
  for (const size of ["much", "10", "1KB"]) {
    expect(await refused("summarize", "log.csv", "--memory-limit", size)).toMatch(`got ["${size}", `);
  }
  expect(await refused("summarize", "log.csv", "--threads", "0")).toMatch(/--threads/);
  expect(await refused("summarize", "log.csv", "--table", "x")).toMatch(/--table/);
  expect(statSync(join(here, "log.csv")).size).toBeGreaterThan(0);
});
