import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { clvHere, type RunOptions, shippedLog } from "../support/clv.ts";
import { withProxy } from "./proxy.ts";
import { CLUSTER, goingOn, PORT, rows, tableOf, workingTables } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "clv-cluster-"));
const FLAGS = ["--model", "bg-nbd", "--unit", "week", "--no-report", "--quiet"];
/** The cluster that is started for the tests keeps its keys here. */
const home = process.env["CLV_TRINO_FOLDER"]!;

function run(log: string, out: string, options: RunOptions = {}, flags: readonly string[] = []) {
  return clvHere(["run", log, ...FLAGS, ...flags, "-o", out], { cwd: folder, ...options });
}

beforeAll(async () => {
  await rows("CREATE SCHEMA IF NOT EXISTS ice.shop");
  await tableOf("ice.shop.log", shippedLog, { date: "DATE", amount: "DECIMAL(12,2)" });
});

/** The steps of a run by how their first statement begins. */
const STEPS = {
  "that looks for the table": /^SELECT \* FROM .* LIMIT 0/,
  "that reads the log": /^CREATE TABLE \S+clv_rfm/,
  "that fetches histories": /^WITH .* AS count/s,
  "that makes room for the scores": /^CREATE TABLE \S+clv_history_scores/,
  "that sends the scores": /^INSERT INTO/,
  "that joins the scores": /^CREATE TABLE \S+clv_scored/,
  "that puts the base in place": /^CREATE OR REPLACE TABLE \S+"stopped_base"/,
  "that puts the scores in place": /^CREATE OR REPLACE TABLE \S+"stopped_scores"/,
  "that drops the working tables": /^DROP TABLE/,
};

describe("an interrupt in the statement", () => {
  it.each(Object.entries(STEPS))("%s cancels it and leaves no working table", async (name, first) => {
    const stop = new AbortController();
    const statement = (sql: string): undefined => {
      if (first.test(sql)) stop.abort(new Error("stopped by the test"));
    };
    const cluster = (at: string): string => at.replace("clv@", "stopped@");
    const { code, stderr } = await withProxy({ statement }, (at) =>
      run(`${cluster(at)}/ice/shop/log`, `${cluster(at)}/ice/shop/stopped`, { signal: stop.signal }),
    );
    expect(stop.signal.aborted).toBe(true);
    // When the working tables are dropped, all has been done.
    if (!name.includes("drops")) expect(stderr).toContain("stopped by the test");
    expect(code).toBe(name.includes("drops") ? 0 : 1);
    expect(await workingTables()).toEqual([]);
    expect(await goingOn("stopped")).toEqual([]);
  });
});

describe("a table that can't be replaced", () => {
  it("stays as it was", async () => {
    const out = `${CLUSTER}/ice/shop/kept`;
    expect(await run(`${CLUSTER}/ice/shop/log`, out)).toMatchObject({ code: 0 });
    const state = async (table: string): Promise<unknown> => [
      await rows(`SELECT count(*), checksum(customer_id) FROM ice.shop.${table}`),
      await rows(
        `SELECT comment FROM system.metadata.table_comments WHERE catalog_name = 'ice' AND schema_name = 'shop' AND table_name = '${table}'`,
      ),
    ];
    const summary = () => readFileSync(join(folder, "kept", "summary.json"), "utf8");
    const here = summary();
    const [base, scores] = [await state("kept_base"), await state("kept_scores")];
    // The rows are written until one fails.
    const statement = (sql: string): string | undefined =>
      /^CREATE OR REPLACE TABLE \S+"kept_/.test(sql)
        ? `${sql.replace(/ AS (WITH.*)$/s, " AS SELECT * FROM ($1) WHERE customer_id < '1500' OR CAST(fail('no room') AS BOOLEAN)")}`
        : undefined;
    const { code, stderr } = await withProxy({ statement }, (at) =>
      run(`${at}/ice/shop/log`, `${at}/ice/shop/kept`, {}, ["--horizon", "26w"]),
    );
    expect(stderr).toContain("no room");
    expect(code).toBe(1);
    expect([await state("kept_base"), await state("kept_scores")]).toEqual([base, scores]);
    expect(await workingTables()).toEqual([]);
    expect(summary()).toBe(here);
  });
});

it("a log too large for one statement is read in parts, to the same bits", async () => {
  let parts = 0;
  const session = (sql: string): string | undefined => {
    if (!/^CREATE TABLE \S+clv_rfm/.test(sql)) return undefined;
    if (!sql.includes("xxhash64")) return "query_max_memory_per_node=100kB";
    parts += 1;
    return undefined;
  };
  const summarize = (log: string, out: string) =>
    clvHere(["summarize", log, "--unit", "week", "--quiet", "-o", out], { cwd: folder });
  const ran = await withProxy({ session }, (at) => summarize(`${at}/ice/shop/log`, "parts.csv"));
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(parts).toBe(4);
  expect(await summarize(shippedLog, "whole.csv")).toMatchObject({ code: 0 });
  const [got, want] = ["parts.csv", "whole.csv"].map((name) => readFileSync(join(folder, name), "utf8"));
  expect(got).toBe(want);
  expect(await workingTables()).toEqual([]);
});

describe.skipIf(home === undefined)("by TLS", () => {
  const secure = `trinos://clv@localhost:${PORT + 443}`;
  const CLV_TRINO_PASSWORD = "open sesame";
  const summarize = (flags: readonly string[], env: Record<string, string>) =>
    clvHere(
      ["summarize", `${secure}/ice/shop/log`, "--unit", "week", "--quiet", "-o", join(folder, "tls.csv"), ...flags],
      { env },
    );
  const ca = ["--ca", join(home ?? "", "ca.pem")];

  it("the right password and a known authority are taken", async () => {
    expect(await summarize(ca, { CLV_TRINO_PASSWORD })).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(join(folder, "tls.csv"), "utf8").split("\n")).toHaveLength(2359);
  });

  it("a wrong password is refused, and not told", async () => {
    const { code, stderr } = await summarize(ca, { CLV_TRINO_PASSWORD: "open barley" });
    expect(code).toBe(2);
    expect(stderr).toContain('expected credentials of clv that the server takes, got "401');
    expect(stderr).not.toContain("barley");
  });

  it("no password is refused", async () => {
    const { code, stderr } = await summarize(ca, {});
    expect(code).toBe(2);
    expect(stderr).toContain("401");
  });

  it("an unknown certificate is not trusted", async () => {
    const { code, stderr } = await summarize([], { CLV_TRINO_PASSWORD });
    expect(code).toBe(2);
    expect(stderr).toContain("Name the certificate of its authority: --ca FILE.pem.");
  });
});
