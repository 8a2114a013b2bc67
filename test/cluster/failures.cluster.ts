import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunOptions, shippedLog } from "../support/clv.ts";
import { withProxy } from "./proxy.ts";
import { CLUSTER, clvBeside, goingOn, PORT, rows, tableOf, watchedTables, workingTables } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "clv-cluster-"));
// The files of a run whose tables go to the cluster lie in the folder of the process.
process.chdir(folder);
const FLAGS = ["--model", "bg-nbd", "--unit", "week", "--no-report", "--quiet"];
/** The cluster that is started for the tests keeps its keys here. */
const home = process.env["CLV_TRINO_FOLDER"]!;

function run(log: string, out: string, options: RunOptions = {}, flags: readonly string[] = []) {
  return clvBeside(["run", log, ...FLAGS, ...flags, "-o", out], { cwd: folder, ...options });
}

beforeAll(async () => {
  await rows("CREATE SCHEMA IF NOT EXISTS ice.shop");
  await tableOf("ice.shop.log", shippedLog, { date: "DATE", amount: "DECIMAL(12,2)" });
});
afterAll(async () => expect(await workingTables()).toEqual([]));

/** The steps of a run by how their first statement begins. */
const STEPS = {
  "that looks for the table": /^SELECT \* FROM .* LIMIT 0/,
  "that reads the log": /^CREATE TABLE \S+clv_rfm/,
  "that fetches histories": /^WITH .* AS count/s,
  "that makes room for the scores": /^CREATE TABLE \S+clv_history_scores/,
  "that sends the scores": /^INSERT INTO/,
  "that joins the scores": /^CREATE TABLE \S+clv_scored/,
  "that puts the base in place": /^CREATE OR REPLACE TABLE \S+"stopped\d_base"/,
  "that puts the scores in place": /^CREATE OR REPLACE TABLE \S+"stopped\d_scores"/,
  "that drops the working tables": /^DROP TABLE/,
};

describe.concurrent("an interrupt in the statement", () => {
  it.for(Object.keys(STEPS).map((name, k) => [name, k] as const))(
    "%s cancels it and leaves no working table, and no table of its own",
    async ([name, k], { expect }) => {
      const stop = new AbortController();
      const tables = watchedTables();
      const statement = (sql: string): undefined => {
        tables.note(sql);
        if (STEPS[name as keyof typeof STEPS].test(sql)) stop.abort(new Error("stopped by the test"));
      };
      const mine = `stopped${k}`;
      const { code, stderr } = await withProxy({ statement }, (at) => {
        const cluster = at.replace("clv@", `${mine}@`);
        return run(`${cluster}/ice/shop/log`, `${cluster}/ice/shop/${mine}`, { signal: stop.signal });
      });
      expect(stop.signal.aborted).toBe(true);
      // When the working tables are dropped, all has been done.
      const done = name.includes("drops");
      if (!done) expect(stderr).toContain("stopped by the test");
      expect(code).toBe(done ? 0 : 1);
      expect(await tables.left()).toEqual([]);
      expect(await goingOn(mine)).toEqual([]);
      const made = `SELECT table_name FROM ice.information_schema.tables WHERE table_schema = 'shop' AND table_name LIKE '${mine}%' ORDER BY 1`;
      expect(await rows(made)).toEqual(done ? [[`${mine}_base`], [`${mine}_scores`]] : []);
    },
  );
});

describe("a table that can't be replaced", () => {
  it("stays as it was, and so does the one that was replaced before it", async () => {
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
    let replaced = 0;
    // The rows of the second table are written until one fails.
    const statement = (sql: string): string | undefined =>
      /^CREATE OR REPLACE TABLE \S+"kept_/.test(sql) && ++replaced === 2
        ? `${sql.replace(/ AS (WITH.*)$/s, " AS SELECT * FROM ($1) WHERE customer_id < '1500' OR CAST(fail('no room') AS BOOLEAN)")}`
        : undefined;
    const { code, stderr } = await withProxy({ statement }, (at) =>
      run(`${at}/ice/shop/log`, `${at}/ice/shop/kept`, {}, ["--horizon", "26w"]),
    );
    expect(stderr).toContain("no room");
    expect(code).toBe(1);
    expect(replaced).toBe(2);
    expect([await state("kept_base"), await state("kept_scores")]).toEqual([base, scores]);
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
    clvBeside(["summarize", log, "--unit", "week", "--quiet", "-o", out], { cwd: folder });
  const ran = await withProxy({ session }, (at) => summarize(`${at}/ice/shop/log`, "parts.csv"));
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(parts).toBe(4);
  expect(await summarize(shippedLog, "whole.csv")).toMatchObject({ code: 0 });
  const [got, want] = ["parts.csv", "whole.csv"].map((name) => readFileSync(join(folder, name), "utf8"));
  expect(got).toBe(want);
});

describe.skipIf(home === undefined).concurrent("by TLS", () => {
  const secure = `trinos://clv@localhost:${PORT + 443}`;
  const CLV_TRINO_PASSWORD = "open sesame";
  const summarize = (flags: readonly string[], env: Record<string, string>) =>
    clvBeside(
      ["summarize", `${secure}/ice/shop/log`, "--unit", "week", "--quiet", "-o", join(folder, "tls.csv"), ...flags],
      { env },
    );
  const ca = ["--ca", join(home ?? "", "ca.pem")];

  it("the right password and a known authority are taken", async ({ expect }) => {
    expect(await summarize(ca, { CLV_TRINO_PASSWORD })).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(join(folder, "tls.csv"), "utf8").split("\n")).toHaveLength(2359);
  });

  it("a wrong password is refused, and not told", async ({ expect }) => {
    const { code, stderr } = await summarize(ca, { CLV_TRINO_PASSWORD: "open barley" });
    expect(code).toBe(2);
    expect(stderr).toContain('expected credentials of clv that the server accepts, got "401');
    expect(stderr).not.toContain("barley");
  });

  it("no password is refused", async ({ expect }) => {
    const { code, stderr } = await summarize(ca, {});
    expect(code).toBe(2);
    expect(stderr).toContain("401");
  });

  it("an unknown certificate is not trusted", async ({ expect }) => {
    const { code, stderr } = await summarize([], { CLV_TRINO_PASSWORD });
    expect(code).toBe(2);
    expect(stderr).toContain("Give the certificate of its authority: --ca FILE.pem.");
  });
});
